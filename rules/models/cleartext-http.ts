/** URLs that reach an HTTP client: fetch and its kin, axios, got, ky, superagent, request, needle, undici, Angular, NestJS, jQuery. */

import type { CallSite, Emit, Model, Query, Seen, TriggerWord } from '../../engine/rule/index.ts';
import { defineModel } from '../../engine/rule/index.ts';
import { emitUrl, urlIn } from './lib/cleartext/emit.ts';
import { skeleton } from './lib/cleartext/target.ts';
import { perText } from './lib/per-text.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

const OPTIONS = ['url', 'uri', 'href', 'baseURL', 'prefixUrl', 'baseUrl'];

/** The URL is argument `arg`, or a property of an object there. */
function url(api: string, arg = 0, paths: readonly string[] = OPTIONS): Handler {
  return (call, q, emit) => emitUrl(q, urlIn(q, call, arg, paths), { api, at: call.at }, emit);
}
/** The URL is only ever a property of argument `arg`. */
function option(api: string, paths: readonly string[], arg = 0): Handler {
  return (call, q, emit) => {
    const options = call.arg(arg);
    const value = urlIn(q, call, arg, paths);
    if (value !== options || value.is === 'unknown') emitUrl(q, value, { api, at: call.at }, emit);
  };
}

/** `needle(method, url)` and `needle(url)`; `needle.request(method, url, …)`. */
const needle: Handler = (call, q, emit) => {
  const named = /^(?:get|head|post|put|patch|delete)$/i.test(skeleton(call.arg(0))?.text ?? '') || call.key === 'needle#request';
  emitUrl(q, call.arg(named ? 1 : 0), { api: 'needle', at: call.at }, emit);
};
const xhr: Handler = (call, q, emit) => emitUrl(q, call.arg(1), { api: 'XMLHttpRequest', at: call.at }, emit);

const METHODS = '(?:get|post|put|patch|delete|del|head|options|request|stream|fetch|json|text)';
const AXIOS = new RegExp(`^axios#(?:default\\.)?(?:create\\(\\)\\.?|\\b)(?:default\\.)?${METHODS}?$`);

/** By package: which of its calls take a URL, and where. */
const PACKAGES: readonly (readonly [RegExp, Handler])[] = [
  [
    /^global#fetch$|^(?:node-fetch|cross-fetch|isomorphic-fetch|isomorphic-unfetch|whatwg-fetch|unfetch|node-fetch-native|fetch-retry|electron-fetch|make-fetch-happen|minipass-fetch)#(?:fetch|default)?$/,
    url('fetch'),
  ],
  [/^(?:ofetch|nitropack|#imports|#app)#(?:\$fetch|ofetch|useFetch|useLazyFetch|fetch)$|^global#(?:\$fetch|useFetch)$/, url('$fetch')],
  [/^global#navigator\.sendBeacon$/, url('navigator.sendBeacon')],
  [/^axios#create$/, option('axios.create', ['baseURL'])],
  [AXIOS, url('axios')],
  [
    /^@nestjs\/axios#HttpService\(\)\.(?:axiosRef\.?)?(?:get|post|put|patch|delete|head|request)?$|^@nestjs\/common#HttpService\(\)\./,
    url('HttpService'),
  ],
  [/^@nestjs\/axios#HttpModule\.register$/, option('HttpModule', ['baseURL'])],
  [/^@angular\/common\/http#HttpClient\(\)\.(?:get|post|put|patch|delete|head|options)$/, url('HttpClient')],
  [/^@angular\/common\/http#HttpClient\(\)\.request$/, url('HttpClient', 1)],
  [/^got#(?:default\.?|got\.?)?(?:extend\(\)\.?)?(?:got)?(?:get|post|put|patch|delete|head|stream)?$/, url('got')],
  [/^(?:got|ky)#(?:\w+\.)?(?:extend|create)$/, option('got.extend', ['prefixUrl'])],
  [/^ky(?:-universal)?#(?:default\.?)?(?:(?:create|extend)\(\)\.?)?(?:get|post|put|patch|delete|head)?$/, url('ky')],
  [/^superagent#(?:agent\(\)\.)?(?:get|post|put|patch|delete|del|head)?$|^superagent-\w+#/, url('superagent')],
  [
    /^(?:request|request-promise|request-promise-native|postman-request|@cypress\/request|teeny-request)#(?:teenyRequest)?(?:defaults\(\)\.?)?(?:get|post|put|patch|delete|del|head)?$/,
    url('request'),
  ],
  [/^needle#(?:get|head|post|put|patch|delete|request)?$/, needle],
  [/^undici#(?:fetch|request|stream|pipeline|connect|upgrade)$/, url('undici')],
  [/^undici#(?:Client|Pool|BalancedPool|H2CClient)$/, url('undici')],
  [
    /^(?:phin|bent|wretch|httpie|simple-get|tiny-json-http|centra|axios-retry|urllib|download|file-downloader|nodejs-file-downloader)#(?:\w+)?$/,
    url('HTTP client'),
  ],
  [/^global#XMLHttpRequest\(\)\.open$/, xhr],
  [/^(?:jquery#|global#(?:\$|jQuery)\.?)\.?(?:get|post|ajax|getJSON|getScript|load)$/, url('jQuery.ajax')],
  [/^swr#(?:default)?$/, url('useSWR')],
  [/^graphql-request#(?:request|rawRequest|GraphQLClient)$/, url('graphql-request')],
  [
    /^(?:@apollo\/client(?:\/\w+(?:\/\w+)*)?|apollo-link-http|apollo-upload-client|apollo-boost|apollo-client)#(?:\w+\.)?(?:HttpLink|createHttpLink|createUploadLink|ApolloClient|BatchHttpLink)?$/,
    option('Apollo Client', ['uri']),
  ],
  [/^(?:urql|@urql\/\w+)#(?:createClient|Client)$/, option('urql', ['url'])],
  [/^@trpc\/client#(?:httpBatchLink|httpLink|httpBatchStreamLink|unstable_httpBatchStreamLink)$/, option('tRPC', ['url'])],
  [/^soap#(?:createClient|createClientAsync)$|^strong-soap#soap\.createClient$/, url('soap')],
  [
    /^(?:http-proxy-middleware#(?:createProxyMiddleware|legacyCreateProxyMiddleware)?|http-proxy#createProxyServer|http-proxy#createProxy|express-http-proxy#|@fastify\/http-proxy#|koa-proxies#)$/,
    url('proxy', 0, ['target', 'upstream']),
  ],
];

/** A method that makes a request by its usual name, on something that cannot be followed, with a URL written in place. */
const UNKNOWN_RECEIVER = /^\?#(?:\$?(?:get|post|put|patch|delete|request|fetch|axios|ajax))$/;
const written: Handler = (call, q, emit) => {
  const first = call.args[0];
  const expr = first && q.expr(first);
  const start = expr?.k === 'lit' ? expr.v : expr?.k === 'tpl' ? expr.s[0] : undefined;
  if (typeof start === 'string' && /^http:\/\/\w/i.test(start)) emitUrl(q, call.arg(0), { api: q.text(call.at), at: call.at }, emit);
};

/**
 * A wrapper with more callers than the engine follows one by one (`httpFetch(url)` of a large project): each of its calls is read on its own, for
 * the parameter that ends up as the URL.
 */
function askManyCallers({ found }: Seen, q: Query, emit: Emit): void {
  const done = new Set<string>();
  for (const one of found) {
    if (one.kind !== 'outboundRequest') continue;
    for (const { is, from } of one.target.alternatives) {
      const param = is === 'unknown' ? q.expr(from.at) : undefined;
      if (param?.k !== 'param' || from.is !== 'unknown' || !from.fn) continue;
      const key = `${from.at.m.id}.${param.f}.${param.i}`;
      if (done.has(key)) continue;
      done.add(key);
      for (const site of q.callers(from.fn.m, param.f)) {
        if (q.judged.has(site.m)) emitUrl(q, q.callOf(site, from, '').arg(param.i), { api: one.api, at: site }, emit);
      }
    }
  }
}

/** Every callee of a project is asked about, most of them many times. */
const answered = new Map<string, Handler | undefined>();

function handlerOf(key: string): Handler | undefined {
  if (key.startsWith('?')) return UNKNOWN_RECEIVER.test(key) ? written : undefined;
  if (!answered.has(key)) answered.set(key, PACKAGES.find(([pattern]) => pattern.test(key))?.[1]);
  return answered.get(key);
}

/** A package that may be one for requests. */
const namesFetcher = perText((text) => /['"`][\w@/.-]{0,80}fetch[\w-]{0,40}['"`]/i.test(text));

/** `refetch(`, `setPageToFetch(` and the like are no requests; by any other name goes only what a package for them exports. */
const FETCH: TriggerWord = {
  word: 'fetch(',
  counts: (text, at) => /(?:^|[^\w$])(?:\$?|o|use|useLazy)fetch$/i.test(text.slice(Math.max(0, at - 8), at + 5)) || namesFetcher(text),
};

/** The URL may stand in another file than the request: the clients' names decide which files are read. */
const WORDS: readonly (string | TriggerWord)[] = [
  FETCH,
  'axios',
  "'got'",
  '"got"',
  "'ky'",
  '"ky"',
  'superagent',
  'needle',
  'undici',
  'httpclient',
  'httpservice',
  'xmlhttprequest',
  '.ajax',
  '.getjson',
  'graphql-request',
  'httplink',
  'uploadlink',
  'apolloclient',
  'apollo-link',
  'apollo-upload',
  'apollo-boost',
  'urql',
  '@trpc/client',
  "'soap'",
  '"soap"',
  'http-proxy',
  "'request'",
  '"request"',
  'request-promise',
  "'phin'",
  '"phin"',
  "'bent'",
  '"bent"',
  'wretch',
  'sendbeacon',
  'http://',
];

const NAMES = [
  'fetch',
  '$fetch',
  'ofetch',
  'useFetch',
  'useLazyFetch',
  'sendBeacon',
  'create',
  'extend',
  'register',
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'del',
  'head',
  'options',
  'request',
  'stream',
  'pipeline',
  'Client',
  'Pool',
  'open',
  'ajax',
  'getJSON',
  'rawRequest',
  'GraphQLClient',
  'HttpLink',
  'createHttpLink',
  'createUploadLink',
  'ApolloClient',
  'BatchHttpLink',
  'createClient',
  'createClientAsync',
  'httpBatchLink',
  'httpLink',
  'httpBatchStreamLink',
  'createProxyMiddleware',
  'createProxyServer',
  'createProxy',
  'axiosRef',
  'axios',
  'got',
  'ky',
  'teenyRequest',
  'upgrade',
  'connect',
  'defaults',
  'default',
];

export default defineModel({
  id: 'cleartext-http',
  limits: 'A URL that comes from the environment, a database or a user says nothing and is not counted.',
  match: {
    names: NAMES,
    words: WORDS,
    of: handlerOf,
  },
  project: askManyCallers,
}) satisfies Model as Model;
