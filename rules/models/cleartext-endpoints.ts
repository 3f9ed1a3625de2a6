/** Clients of services that take an endpoint: AWS SDK (both generations), OpenAI and its kin, telemetry exporters, Vault, etcd. */

import type { CallSite, Emit, Model, Query } from '../../engine/rule/index.ts';
import { defineModel } from '../../engine/rule/index.ts';
import { emitUrl, urlIn } from './lib/cleartext/emit.ts';
import { emitSwitch } from './lib/cleartext/hosted.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

/** The option of the first argument that holds the endpoint. */
const option =
  (api: string, paths: readonly string[], arg = 0): Handler =>
  (call, q, emit) => {
    const options = call.arg(arg);
    if (options.is !== 'object') return;
    const value = urlIn(q, call, arg, paths);
    if (value === options) return;
    for (const one of q.items(value) ?? [value]) if (one.is !== 'object') emitUrl(q, one, { api, at: call.at }, emit);
  };

const aws: Handler = (call, q, emit) => {
  const api = /([\w$]+?)(?:Client)?$/.exec(call.key)?.[1] ?? 'AWS SDK';
  const means = (said: string | boolean): boolean | undefined => (typeof said === 'boolean' ? said : undefined);
  if (emitSwitch(q, call.at, call.arg(0), { api: `AWS SDK ${api}`, paths: ['sslEnabled', 'tls'], means, hosts: ['endpoint'] }, emit))
    return;
  option(`AWS SDK ${api}`, ['endpoint'])(call, q, emit);
};

const RULES: readonly (readonly [RegExp, Handler])[] = [
  [/^@aws-sdk\/client-[\w-]+#\w+$|^aws-sdk#(?:[A-Z]\w+|config\.update|DynamoDB\.DocumentClient)$|^aws-sdk\/clients\/\w+#/, aws],
  [
    /^(?:openai|@anthropic-ai\/sdk|groq-sdk|cohere-ai|@mistralai\/mistralai)#\w*$|^@langchain\/\w+#Chat\w+$/,
    option('AI client', ['baseURL', 'serverURL', 'configuration.baseURL']),
  ],
  [/^@opentelemetry\/exporter-[\w-]+#OTLP\w+Exporter$/, option('OTLP exporter', ['url'])],
  [/^node-vault#$/, option('Vault', ['endpoint'])],
  [/^etcd3#Etcd3$/, option('etcd', ['hosts'])],
  [/^(?:better-auth\/\w+|better-auth)#createAuthClient$/, option('better-auth', ['baseURL'])],
  [/^@sentry\/[\w-]+#init$/, option('Sentry', ['dsn', 'tunnel'])],
  [
    /^(?:winston#transports\.Http|ghost-storage-base#|prom-client#Pushgateway)$/,
    (call, q, emit) => emitUrl(q, call.arg(0), { api: 'Pushgateway', at: call.at }, emit),
  ],
  [
    /^(?:ethers|@ethersproject\/providers)#(?:\w+\.)*JsonRpcProvider$|^web3#(?:\w+\.)*HttpProvider$|^viem#http$/,
    (call, q, emit) => emitUrl(q, call.arg(0), { api: 'JSON-RPC', at: call.at }, emit),
  ],
];

export default defineModel({
  id: 'cleartext-endpoints',
  match: {
    names: [
      'update',
      'DocumentClient',
      'OpenAI',
      'Anthropic',
      'Groq',
      'Etcd3',
      'createAuthClient',
      'init',
      'Http',
      'Pushgateway',
      'JsonRpcProvider',
      'HttpProvider',
      'http',
      ...awsNames(),
    ],
    words: ['http://', 'sslenabled'],
    of: (key) => (key.startsWith('global#') || key.startsWith('?') ? undefined : RULES.find(([pattern]) => pattern.test(key))?.[1]),
  },
}) satisfies Model as Model;

/** The clients of AWS that are commonly pointed at an endpoint of one's own. */
function awsNames(): readonly string[] {
  const services = [
    'S3',
    'DynamoDB',
    'SQS',
    'SNS',
    'SES',
    'SESv2',
    'Lambda',
    'Kinesis',
    'SecretsManager',
    'SSM',
    'KMS',
    'CloudWatchLogs',
    'EventBridge',
    'CognitoIdentityProvider',
    'SFN',
    'STS',
    'Textract',
    'BedrockRuntime',
  ];
  return services.flatMap((name) => [name, `${name}Client`]);
}
