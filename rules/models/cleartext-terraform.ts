/** Pulumi and CDK for Terraform: listeners, caches, brokers, search domains and managed services of AWS, Azure and Google that take clear text. */

import type { CallSite, Emit, Model, Query, Value } from '../../engine/rule/index.ts';
import { defineModel } from '../../engine/rule/index.ts';
import { emitListener, isRedirect } from './lib/iac/listener.ts';
import { cdktfName, pulumiName } from './lib/iac/names.ts';
import { isGiven, isWritten, madeWith, token } from './lib/iac/setting.ts';
import { broker, notDisabled, switchedOff, type Wire, wireIn } from './lib/iac/transit.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;
type Maker = (arg: number) => Handler;

const wires =
  (...all: readonly Wire[]): Maker =>
  (arg) =>
  (call, q, emit) => {
    for (const one of all) wireIn(one, arg)(call, q, emit);
  };
const valkey = (q: Query, args: Value): boolean | undefined => (token(q.prop(args, 'engine')) === 'VALKEY' ? true : undefined);

const listener: Maker = (arg) => (call, q, emit) => {
  if (!call.isNew) return;
  const props = call.arg(arg);
  const action = [q.prop(props, 'defaultActions'), q.prop(props, 'defaultAction')].find(isGiven);
  const balancer = [q.prop(props, 'loadBalancerArn'), q.prop(props, 'loadBalancer')].find(isGiven);
  const made = balancer && madeWith(q, balancer, /(?:LoadBalancer|#Lb|#Alb)$/);
  const args = made?.call.arg(/cdktf/.test(made.value.key) ? 2 : 1);
  const network = args !== undefined && token(q.prop(args, 'loadBalancerType')) === 'NETWORK';
  const internal = args !== undefined && token(q.prop(args, 'internal')) === true;
  if (!network)
    emitListener(
      q,
      call,
      {
        api: 'The listener',
        props,
        certificates: ['certificateArn', 'certificates'],
        unset: undefined,
        redirects: action !== undefined && isRedirect(q, action),
        internal,
      },
      emit,
    );
};

/** awsx: a balancer makes a listener of its own, on port 80 and HTTP when nothing else is said. */
const crosswalk: Handler = (call, q, emit) => {
  if (!call.isNew) return;
  const args = call.arg(1);
  const internal = token(q.prop(args, 'internal')) === true || token(q.prop(args, 'external')) === false;
  const one = q.prop(args, 'listener');
  const several = q.items(q.prop(args, 'listeners'));
  const single = isWritten(q, args, 'listener');
  const listeners = single ? [one] : (several ?? (isGiven(q.prop(args, 'listeners')) ? [] : [args]));
  const classic = /(?:classic|#lb\.Application(?:Listener|LoadBalancer)$)/.test(call.key) && !single && !several;
  if (classic && /LoadBalancer$/.test(call.key) && !isGiven(args) && !/awsx#lb\./.test(call.key)) return;
  for (const props of listeners) {
    const own = props === args;
    const redirects = ['defaultActions', 'defaultAction'].some((name) => isRedirect(q, q.prop(props, name)));
    emitListener(
      q,
      call,
      {
        api: 'The load balancer',
        props: own && props.is === 'absent' ? { is: 'object', props: new Map(), at: props.at } : props,
        certificates: ['certificateArn', 'certificates'],
        unset: own ? 'http' : undefined,
        redirects,
        internal,
      },
      emit,
    );
  }
};

const CACHE: Wire = {
  api: 'The ElastiCache replication group',
  path: 'transitEncryptionEnabled',
  unset: false,
  unsetBy: valkey,
  elsewhere: ['globalReplicationGroupId'],
};
const SEARCH: readonly Wire[] = [
  { api: 'The search domain', path: 'domainEndpointOptions.enforceHttps', unset: undefined },
  { api: 'The search domain', path: 'nodeToNodeEncryption.enabled', unset: undefined },
];
const MSK: readonly Wire[] = [
  { api: 'The MSK cluster', path: 'encryptionInfo.encryptionInTransit.clientBroker', means: broker, unset: undefined },
  { api: 'The MSK cluster', path: 'encryptionInfo.encryptionInTransit.inCluster', unset: undefined },
];

/** By Pulumi's `provider/service.Class`, then CDK for Terraform's `provider/Class`. */
const RESOURCES: readonly (readonly [pulumi: string, cdktf: string, make: Maker])[] = [
  ['aws/lb.Listener', 'aws/LbListener', listener],
  ['aws/alb.Listener', 'aws/AlbListener', listener],
  ['aws/applicationloadbalancing.Listener', '', listener],
  ['aws/elasticloadbalancingv2.Listener', '', listener],
  ['aws/elasticache.ReplicationGroup', 'aws/ElasticacheReplicationGroup', wires(CACHE)],
  ['aws/elasticache.Cluster', 'aws/ElasticacheCluster', wires({ ...CACHE, api: 'The ElastiCache cluster', unset: undefined })],
  ['aws/memorydb.Cluster', 'aws/MemorydbCluster', wires({ api: 'The MemoryDB cluster', path: 'tlsEnabled', unset: true })],
  ['aws/opensearch.Domain', 'aws/OpensearchDomain', wires(...SEARCH)],
  ['aws/elasticsearch.Domain', 'aws/ElasticsearchDomain', wires(...SEARCH)],
  ['aws/msk.Cluster', 'aws/MskCluster', wires(...MSK)],
  [
    'aws/dax.Cluster',
    'aws/DaxCluster',
    wires({ api: 'The DAX cluster', path: 'clusterEndpointEncryptionType', means: notDisabled, unset: undefined }),
  ],
  ['aws/dms.Endpoint', 'aws/DmsEndpoint', wires({ api: 'The DMS endpoint', path: 'sslMode', means: notDisabled, unset: undefined })],
  [
    'azure/storage.StorageAccount',
    'azurerm/StorageAccount',
    wires(
      { api: 'The storage account', path: 'enableHttpsTrafficOnly', unset: undefined },
      { api: 'The storage account', path: 'httpsTrafficOnlyEnabled', unset: undefined },
    ),
  ],
  [
    'azure/storage.Account',
    '',
    wires(
      { api: 'The storage account', path: 'enableHttpsTrafficOnly', unset: undefined },
      { api: 'The storage account', path: 'httpsTrafficOnlyEnabled', unset: undefined },
    ),
  ],
  ['azure/web.WebApp', '', wires({ api: 'The web app', path: 'httpsOnly', unset: false })],
  ['azure/web.WebAppSlot', '', wires({ api: 'The web app', path: 'httpsOnly', unset: false })],
  ['azure/appservice.AppService', 'azurerm/LinuxWebApp', wires({ api: 'The web app', path: 'httpsOnly', unset: false })],
  ['azure/appservice.LinuxWebApp', 'azurerm/WindowsWebApp', wires({ api: 'The web app', path: 'httpsOnly', unset: false })],
  ['azure/appservice.LinuxFunctionApp', 'azurerm/LinuxFunctionApp', wires({ api: 'The function app', path: 'httpsOnly', unset: false })],
  [
    'azure/cache.Redis',
    'azurerm/RedisCache',
    wires(
      { api: 'The Redis cache', path: 'enableNonSslPort', means: switchedOff, unset: undefined },
      { api: 'The Redis cache', path: 'nonSslPortEnabled', means: switchedOff, unset: undefined },
    ),
  ],
  ['azure/redis.Redis', '', wires({ api: 'The Redis cache', path: 'enableNonSslPort', means: switchedOff, unset: undefined })],
  [
    'azure/cdn.Endpoint',
    'azurerm/CdnEndpoint',
    wires({ api: 'The CDN endpoint', path: 'isHttpAllowed', means: switchedOff, unset: undefined }),
  ],
  [
    'azure/dbforpostgresql.Server',
    '',
    wires(
      { api: 'The PostgreSQL server', path: 'sslEnforcement', means: notDisabled, unset: undefined },
      { api: 'The PostgreSQL server', path: 'properties.sslEnforcement', means: notDisabled, unset: undefined },
    ),
  ],
  [
    'azure/dbformysql.Server',
    '',
    wires(
      { api: 'The MySQL server', path: 'sslEnforcement', means: notDisabled, unset: undefined },
      { api: 'The MySQL server', path: 'properties.sslEnforcement', means: notDisabled, unset: undefined },
    ),
  ],
  [
    'azure/postgresql.Server',
    'azurerm/PostgresqlServer',
    wires({ api: 'The PostgreSQL server', path: 'sslEnforcementEnabled', unset: undefined }),
  ],
  ['azure/mysql.Server', 'azurerm/MysqlServer', wires({ api: 'The MySQL server', path: 'sslEnforcementEnabled', unset: undefined })],
  [
    'gcp/sql.DatabaseInstance',
    'google/SqlDatabaseInstance',
    wires(
      { api: 'The Cloud SQL instance', path: 'settings.ipConfiguration.requireSsl', unset: undefined },
      { api: 'The Cloud SQL instance', path: 'settings.ipConfiguration.sslMode', means: notDisabled, unset: undefined },
    ),
  ],
  [
    'gcp/redis.Instance',
    'google/RedisInstance',
    wires({ api: 'The Memorystore instance', path: 'transitEncryptionMode', means: notDisabled, unset: undefined }),
  ],
];

const PROVIDERS: Readonly<Record<string, string>> = {
  aws: 'aws',
  'aws-native': 'aws',
  azure: 'azure',
  'azure-native': 'azure',
  gcp: 'gcp',
  'google-native': 'gcp',
};
const PULUMI: ReadonlyMap<string, Handler> = new Map(RESOURCES.map(([name, , make]) => [name, make(1)]));
const CDKTF: ReadonlyMap<string, Handler> = new Map(RESOURCES.flatMap(([, name, make]) => (name === '' ? [] : [[name, make(2)] as const])));
const last = (name: string): string => name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1);

export default defineModel({
  id: 'cleartext-terraform',
  match: {
    names: [
      ...new Set([
        ...RESOURCES.flatMap(([pulumi, cdktf]) => [last(pulumi), last(cdktf)]),
        'ApplicationLoadBalancer',
        'ApplicationListener',
      ]),
    ].filter((name) => name !== ''),
    words: ['@pulumi/', 'cdktf'],
    of: (key) => {
      const pulumi = pulumiName(key);
      if (pulumi?.provider === 'awsx') return /Application(?:LoadBalancer|Listener)$/.test(pulumi.name) ? crosswalk : undefined;
      if (pulumi) return PULUMI.get(`${PROVIDERS[pulumi.provider] ?? ''}/${pulumi.name}`);
      const cdktf = cdktfName(key);
      return cdktf ? CDKTF.get(`${cdktf.provider}/${cdktf.name}`) : undefined;
    },
  },
}) satisfies Model as Model;
