/** Calls that switch the check of certificates off, and options whose meaning hangs on the library: superagent, Electron, postgres.js, http-proxy. */

import type { CallSite, Emit, Model, Query, Value } from '../../engine/rule/index.ts';
import { alternatives, answer, certain, defineModel, expressionsWithin, stringOf } from '../../engine/rule/index.ts';
import { neverInProduction } from './lib/tls/production.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

const off = (api: string, call: CallSite, q: Query, emit: Emit): void => {
  if (!neverInProduction(q, call.at.m, call.at.e))
    emit({ kind: 'tlsEndpoint', at: call.at, api, role: 'client', verifies: certain(false, { is: 'known', v: false, at: call.at }) });
};

/** `request.get(url).disableTLSCerts()` */
const disableTlsCerts: Handler = (call, q, emit) => off('disableTLSCerts()', call, q, emit);

/** `app.commandLine.appendSwitch('ignore-certificate-errors')` */
const appendSwitch: Handler = (call, q, emit) => {
  const name = stringOf(call.arg(0));
  if (name === 'ignore-certificate-errors' || name === '--ignore-certificate-errors') off('ignore-certificate-errors', call, q, emit);
};

/** `session.setCertificateVerifyProc((request, callback) => callback(0))`: 0 takes the certificate without looking. */
const verifyProc: Handler = (call, q, emit) => {
  const proc = call.arg(0);
  if (proc.is !== 'fn') return;
  const { m } = proc;
  const answers = expressionsWithin(m, m.fn(proc.f).body).flatMap((e) => {
    const expr = m.expr(e);
    const callee = expr.k === 'call' ? m.expr(expr.c) : undefined;
    const source = callee?.k === 'ref' ? m.facts.bindings[callee.b]?.e : undefined;
    const param = callee?.k === 'param' ? callee : source === undefined ? undefined : m.expr(source);
    return expr.k === 'call' && param?.k === 'param' && param.f === proc.f && param.i === 1 ? [expr.a[0]] : [];
  });
  const isZero = (e: number | undefined): boolean => {
    const expr = e === undefined ? undefined : m.expr(e);
    return expr?.k === 'lit' && expr.v === 0;
  };
  if (answers.length > 0 && answers.every(isZero)) off('setCertificateVerifyProc', call, q, emit);
};

/** postgres.js 3: `ssl: 'require'`, `'allow'` and `'prefer'` set rejectUnauthorized to false; `true`, an object and 'verify-full' do not. */
const postgres: Handler = (call, q, emit) => {
  const first = call.arg(0);
  const options = call.args.length > 1 ? call.arg(1) : first;
  const ssl = q.prop(options, 'ssl');
  if (!alternatives(ssl).some((one) => stringOf(one) !== undefined)) return;
  const verifies = answer(ssl, (one): boolean | undefined => {
    const text = stringOf(one);
    return text === undefined ? true : !/^(?:require|allow|prefer)$/.test(text);
  });
  if (!isLocal(first)) emit({ kind: 'tlsEndpoint', at: call.at, api: 'postgres({ ssl })', role: 'client', verifies });
};

/** `secure: false` of http-proxy and its middleware, unless the target is clear text or on this machine anyway. */
const proxy: Handler = (call, q, emit) => {
  for (const options of [call.arg(0), call.arg(1)]) {
    const secure = q.prop(options, 'secure');
    if (options.is !== 'object' || secure.is !== 'known' || secure.v !== false) continue;
    const target = q.prop(options, 'target');
    if (/(?:^|\/)setupProxy\.[jt]s$/.test(call.at.m.path) || isLocal(target) || /^(?:http|ws):/.test(stringOf(target) ?? '')) return;
    off('secure: false', call, q, emit);
    return;
  }
};

function isLocal(value: Value): boolean {
  return alternatives(value).every((one) => /(?:\/\/|@)(?:localhost|127\.0\.0\.1|\[::1\])(?=$|[:/?])/.test(stringOf(one) ?? ''));
}

const KEYS: Readonly<Record<string, Handler>> = {
  'postgres#': postgres,
  'http-proxy#createProxyServer': proxy,
  'http-proxy#createProxy': proxy,
  'http-proxy#createServer': proxy,
  'http-proxy#': proxy,
  'http-proxy-middleware#createProxyMiddleware': proxy,
  'http-proxy-middleware#': proxy,
  'http-proxy-3#createProxyServer': proxy,
};
const METHODS: Readonly<Record<string, Handler>> = { disableTLSCerts: disableTlsCerts, appendSwitch, setCertificateVerifyProc: verifyProc };

export default defineModel({
  id: 'tls-switches',
  words: ['disabletlscerts', 'ignore-certificate-errors', 'setcertificateverifyproc', "'postgres'", '"postgres"', 'http-proxy'],
  calls: KEYS,
  match: {
    names: Object.keys(METHODS),
    words: ['disabletlscerts', 'ignore-certificate-errors', 'setcertificateverifyproc'],
    of: (key) => METHODS[/([\w$]+)$/.exec(key)?.[1] ?? ''],
  },
}) satisfies Model as Model;
