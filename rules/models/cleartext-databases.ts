/** Clients of databases, caches and search engines: connection strings, hosts, and the options that switch TLS on or off. */

import type { CallSite, Emit, Model, Query, Value } from '../../engine/rule/index.ts';
import { defineModel } from '../../engine/rule/index.ts';
import { emitUrl, urlIn } from './lib/cleartext/emit.ts';
import { emitHost, emitSwitch, firstOf } from './lib/cleartext/hosted.ts';
import { skeleton } from './lib/cleartext/target.ts';
import { type Token, token } from './lib/iac/setting.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

interface Client {
  readonly api: string;
  readonly scheme: string;
  /** Argument with the URL; the options stand in the same argument or in `options`. */
  readonly arg?: number;
  readonly options?: number;
  readonly urls: readonly string[];
  readonly hosts: readonly string[];
  readonly tls: readonly string[];
}

/** `ssl: false`, `ssl: 'disable'`; `prefer` and `allow` leave it to the server. */
function means(said: Token): boolean | undefined {
  if (typeof said === 'boolean') return said;
  if (/^(?:DISABLED?|OFF|FALSE|0|NO)$/.test(said)) return false;
  return /^(?:REQUIRED?|VERIFY_\w+|NO_VERIFY|ON|TRUE|1|YES|STRICT|AMAZON RDS)$/.test(said) ? true : undefined;
}

function client(one: Client): Handler {
  return (call, q, emit) => {
    const first = call.arg(one.arg ?? 0);
    const options = one.options === undefined ? first : call.arg(one.options);
    if (emitSwitch(q, call.at, options, { api: one.api, paths: one.tls, means, hosts: [...one.hosts, ...one.urls] }, emit)) return;
    const tls = switchedOn(q, options, one.tls);
    const url = urlIn(q, call, one.arg ?? 0, one.urls);
    if (url !== first || first.is !== 'object') emitUrl(q, url, { api: one.api, at: call.at, tls }, emit);
    else emitHost(q, call.at, options, { api: one.api, scheme: one.scheme, hosts: one.hosts, tls: one.tls }, emit);
  };
}

function switchedOn(q: Query, options: Value, paths: readonly string[]): boolean {
  const found = firstOf(q, options, paths);
  return found !== undefined && token(found.value) !== false;
}

const pg = client({ api: 'pg', scheme: 'postgres', urls: ['connectionString'], hosts: ['host'], tls: ['ssl'] });
const postgresJs = client({ api: 'postgres', scheme: 'postgres', options: 1, urls: [], hosts: ['host', 'hostname'], tls: ['ssl'] });
const mysql = client({ api: 'mysql', scheme: 'mysql', urls: ['uri'], hosts: ['host'], tls: ['ssl'] });
const mongo = client({ api: 'MongoClient', scheme: 'mongodb', options: 1, urls: [], hosts: [], tls: ['tls', 'ssl'] });
const mongoose = client({ api: 'mongoose', scheme: 'mongodb', options: 1, urls: [], hosts: [], tls: ['tls', 'ssl'] });
const redis = client({ api: 'redis', scheme: 'redis', urls: ['url'], hosts: ['socket.host', 'host'], tls: ['socket.tls', 'tls'] });
const tedious = client({ api: 'tedious', scheme: 'sqlserver', urls: [], hosts: ['server'], tls: ['options.encrypt', 'encrypt'] });

/** ioredis: `new Redis(url, options)`, `new Redis(port, host, options)`, `new Redis(options)`. */
const ioredis: Handler = (call, q, emit) => {
  const options = [call.arg(0), call.arg(1), call.arg(2)].find((one) => one.is === 'object');
  const tls = options !== undefined && switchedOn(q, options, ['tls']);
  const first = call.arg(0);
  if (first.is === 'object') return emitHost(q, call.at, first, { api: 'ioredis', scheme: 'redis', hosts: ['host'], tls: ['tls'] }, emit);
  if (skeleton(first) || first.is !== 'known') emitUrl(q, first, { api: 'ioredis', at: call.at, tls }, emit);
};

const url =
  (api: string, paths: readonly string[], arg = 0): Handler =>
  (call, q, emit) => {
    const value = urlIn(q, call, arg, paths);
    if (value.is === 'list') for (const one of q.items(value) ?? []) emitUrl(q, one, { api, at: call.at }, emit);
    else if (value.is !== 'object') emitUrl(q, value, { api, at: call.at }, emit);
  };
/** `useSSL: false`, `encrypted: 'ENCRYPTION_OFF'`, `protocol: 'http'`, beside a host. */
const switched =
  (api: string, paths: readonly string[], hosts: readonly string[], off: RegExp, arg = 0): Handler =>
  (call, q, emit) => {
    emitSwitch(
      q,
      call.at,
      call.arg(arg),
      { api, paths, hosts, means: (said) => (typeof said === 'boolean' ? said : !off.test(said)) },
      emit,
    );
  };

const elastic = url('Elasticsearch', ['node', 'nodes', 'host', 'hosts']);
const http = /^HTTP$/;

const CALLS: Readonly<Record<string, Handler>> = {
  'pg#Pool': pg,
  'pg#Client': pg,
  'pg#native.Pool': pg,
  'pg#default.Pool': pg,
  'pg-promise#()': pg,
  'slonik#createPool': url('slonik', []),
  'postgres#': postgresJs,
  'postgres#default': postgresJs,
  'mysql2#createPool': mysql,
  'mysql2#createConnection': mysql,
  'mysql2/promise#createPool': mysql,
  'mysql2/promise#createConnection': mysql,
  'mysql#createPool': mysql,
  'mysql#createConnection': mysql,
  'promise-mysql#createPool': mysql,
  'promise-mysql#createConnection': mysql,
  'mariadb#createPool': mysql,
  'mariadb#createConnection': mysql,
  'serverless-mysql#': mysql,
  'mongodb#MongoClient': mongo,
  'mongodb#MongoClient.connect': mongo,
  'mongoose#connect': mongoose,
  'mongoose#createConnection': mongoose,
  'mongoose#Mongoose().connect': mongoose,
  '@nestjs/mongoose#MongooseModule.forRoot': mongoose,
  'redis#createClient': redis,
  'redis#createCluster': redis,
  '@redis/client#createClient': redis,
  'handy-redis#createNodeRedisClient': redis,
  'promise-redis#createClient': redis,
  'ioredis#': ioredis,
  'ioredis#Redis': ioredis,
  'iovalkey#': ioredis,
  'iovalkey#Redis': ioredis,
  'tedious#Connection': tedious,
  'mssql#connect': tedious,
  'mssql#ConnectionPool': tedious,
  'mssql/msnodesqlv8#connect': tedious,
  'mssql#default.connect': tedious,
  '@elastic/elasticsearch#Client': elastic,
  '@opensearch-project/opensearch#Client': elastic,
  'elasticsearch#Client': elastic,
  '@elastic/enterprise-search#Client': elastic,
  'meilisearch#MeiliSearch': url('Meilisearch', ['host']),
  'meilisearch#Meilisearch': url('Meilisearch', ['host']),
  '@clickhouse/client#createClient': url('ClickHouse', ['url', 'host']),
  '@qdrant/js-client-rest#QdrantClient': url('Qdrant', ['url']),
  'chromadb#ChromaClient': url('Chroma', ['path']),
  '@influxdata/influxdb-client#InfluxDB': url('InfluxDB', ['url']),
  '@supabase/supabase-js#createClient': url('Supabase', []),
  'nano#': url('CouchDB', ['url']),
  'neo4j-driver#driver': switched('neo4j', ['encrypted'], [], /OFF/, 2),
  'neo4j-driver#default.driver': switched('neo4j', ['encrypted'], [], /OFF/, 2),
  'minio#Client': switched('MinIO', ['useSSL'], ['endPoint'], /^$/),
  'weaviate-ts-client#client': switched('Weaviate', ['scheme'], ['host'], http),
  'stripe#': switched('Stripe', ['protocol'], ['host'], http, 1),
  'typesense#Client': (call, q, emit) => {
    for (const node of q.items(q.prop(call.arg(0), 'nodes')) ?? [])
      emitSwitch(q, call.at, node, { api: 'Typesense', paths: ['protocol'], hosts: ['host'], means: (said) => said !== 'HTTP' }, emit);
  },
};

export default defineModel({
  id: 'cleartext-databases',
  limits: 'A connection string from the environment is not read; nor is what the server demands by itself.',
  match: {
    names: [
      ...new Set(Object.keys(CALLS).map((key) => /([\w$]*)(?:\(\))?$/.exec(key.slice(key.indexOf('#') + 1))?.[1] ?? '')),
      'postgres',
      'Redis',
    ],
    words: [...new Set(Object.keys(CALLS).map((key) => key.slice(0, key.indexOf('#'))))].map((name) =>
      name.length < 6 ? `'${name}'` : name,
    ),
    of: (key) => (Object.hasOwn(CALLS, key) ? CALLS[key] : undefined),
  },
}) satisfies Model as Model;
