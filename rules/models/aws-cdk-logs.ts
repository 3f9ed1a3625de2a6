/** AWS CDK: log groups, log drivers, log exports, flow logs and trails. Each lies in the region of the stack instance that owns it. */

import type { CallSite, Emit, Localized, Model, Query, Value } from '../../engine/rule/index.ts';
import { alternatives, defineModel, readFrom } from '../../engine/rule/index.ts';
import { cdkName } from './lib/cdk-key.ts';
import { regionOfValue } from './lib/cdk-region.ts';
import { nearbyScope } from './lib/cdk-scope.ts';
import { emitOwned, emitRegion } from './lib/cdk-sinks.ts';
import { emitOption, label, placeOf } from './lib/log-sink.ts';
import { isAbsent } from './lib/where.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

const GROUP = label('The CloudWatch log group', 'CloudWatch のロググループ');
const RETENTION = label('The log group of this log retention setting', 'このログ保持設定のロググループ');
const DRIVER = label('The log group of the container’s awslogs driver', 'コンテナーの awslogs ドライバーのロググループ');
const FIRELENS = label('The FireLens log output', 'FireLens のログ出力先');
const EXPORTS = label('The exported database log', 'エクスポートされるデータベースログ');
const FLOW = label('The VPC flow log', 'VPC フローログ');
const TRAIL = label('The CloudTrail trail', 'CloudTrail の証跡');
const CLUSTER = label('The control plane log of the cluster', 'クラスターのコントロールプレーンログ');
const SEARCH = label('The log of the search domain', '検索ドメインのログ');

const ownLog =
  (what: Localized): Handler =>
  (call, q, emit) => {
    if (call.isNew) emitOwned(call.at, what, call.arg(0), q, emit);
  };

/** One of these properties is set: then the construct makes a log. `given`: the log already has a place of its own. */
function onProps(what: Localized, names: readonly string[], given?: string): Handler {
  return (call, q, emit) => {
    const props = call.arg(2);
    for (const name of names) {
      const value = q.prop(props, name);
      if (!isSet(q, value) || (given !== undefined && isGiven(q.prop(props, given)))) continue;
      emitOwned(placeOf(q, call.at, props, name), what, call.arg(0), q, emit);
      return;
    }
  };
}

/** Certainly there: what an object that nobody can see through might hold does not count. */
function isGiven(value: Value): boolean {
  return !isAbsent(value) && value.is !== 'unknown';
}

/** Set by some alternative, or by a caller that the engine will look at. */
function isSet(q: Query, value: Value): boolean {
  return alternatives(value).some((one) => {
    if (one.is === 'absent' || (one.is === 'known' && (one.v === null || one.v === false))) return false;
    if (one.is === 'list') return one.items.length > 0 || one.open !== undefined;
    const behind = one.is === 'unknown' ? one : readFrom(one);
    if (!behind) return true;
    return behind.why === 'parameter' && behind.fn !== undefined && q.callers(behind.fn.m, behind.fn.f).length > 0;
  });
}

const driver: Handler = (call, q, emit) => {
  const options = call.arg(0);
  if (!isAbsent(q.prop(options, 'logGroup'))) return;
  const scope = nearbyScope(q, call.at);
  if (scope) emitOwned(call.at, DRIVER, scope, q, emit);
};

const firelens: Handler = (call, q, emit) => {
  const options = q.prop(call.arg(0), 'options');
  for (const name of ['region', 'Region']) {
    const region = q.prop(options, name);
    if (isAbsent(region) || options.is !== 'object') continue;
    emitRegion(placeOf(q, call.at, call.arg(0), `options.${name}`), FIRELENS, regionOfValue(q, region, nearbyScope(q, call.at)), emit);
    return;
  }
  const paths = ['options.Host', 'options.host', 'options.endpoint', 'options.Endpoint'];
  if (options.is === 'object') emitOption(call.at, call.arg(0), { what: FIRELENS, paths, read: 'host' }, q, emit);
};

/** A flow log without a destination, or with one that names no store, makes its own. */
const flowLog =
  (props: number, scope: (call: CallSite) => Value): Handler =>
  (call, q, emit) => {
    if (makesStore(q, q.prop(call.arg(props), 'destination'))) emitOwned(call.at, FLOW, scope(call), q, emit);
  };

function makesStore(q: Query, destination: Value): boolean {
  if (destination.is === 'absent') return true;
  if (destination.is !== 'ext' || !destination.call || !/FlowLogDestination\.to(?:CloudWatchLogs|S3)\(\)$/.test(destination.key))
    return false;
  return isAbsent(q.callOf(destination.call, destination, destination.key).arg(0));
}

const vpc: Handler = (call, q, emit) => {
  const logs = q.prop(call.arg(2), 'flowLogs');
  if (logs.is !== 'object') return;
  for (const name of logs.props.keys()) {
    if (!makesStore(q, q.prop(logs, `${name}.destination`))) continue;
    emitOwned(placeOf(q, call.at, call.arg(2), `flowLogs.${name}`), FLOW, call.arg(0), q, emit);
  }
};

const trail: Handler = (call, q, emit) => {
  const props = call.arg(2);
  const toLogs = isSet(q, q.prop(props, 'sendToCloudWatchLogs')) && isAbsent(q.prop(props, 'cloudWatchLogGroup'));
  if (isAbsent(q.prop(props, 'bucket')) || toLogs) emitOwned(call.at, TRAIL, call.arg(0), q, emit);
};

const logRetention: Handler = (call, q, emit) => {
  const region = q.prop(call.arg(2), 'logGroupRegion');
  if (isAbsent(region) || region.is === 'unknown') emitOwned(call.at, RETENTION, call.arg(0), q, emit);
  else emitRegion(call.at, RETENTION, regionOfValue(q, region, call.arg(0)), emit);
};

const edgeFunction: Handler = (call, q, emit) => {
  const props = call.arg(2);
  if (!isSet(q, q.prop(props, 'logRetention'))) return;
  const where = regionOfValue(q, { is: 'known', v: 'us-east-1', at: call.at }, undefined);
  emitRegion(placeOf(q, call.at, props, 'logRetention'), RETENTION, where, emit);
};

const retention = onProps(RETENTION, ['logRetention'], 'logGroup');
const databaseLogs = onProps(EXPORTS, [
  'cloudwatchLogsExports',
  'cloudwatchLogsRetention',
  'cloudWatchLogsRetention',
  'exportAuditLogsToCloudWatch',
  'exportProfilerLogsToCloudWatch',
  'enableCloudwatchLogsExports',
]);
const searchLogs = onProps(SEARCH, [
  'logging.slowSearchLogEnabled',
  'logging.appLogEnabled',
  'logging.slowIndexLogEnabled',
  'logging.auditLogEnabled',
]);

const HANDLERS: Readonly<Record<string, Handler>> = {
  'aws-logs#LogGroup': ownLog(GROUP),
  'aws-logs#CfnLogGroup': ownLog(GROUP),
  'aws-logs#LogRetention': logRetention,
  'aws-lambda#LogRetention': logRetention,
  'aws-lambda#Function': retention,
  'aws-lambda#SingletonFunction': retention,
  'aws-lambda#DockerImageFunction': retention,
  'aws-lambda-nodejs#NodejsFunction': retention,
  'aws-lambda-python#PythonFunction': retention,
  'aws-lambda-go#GoFunction': retention,
  'aws-cloudfront#experimental.EdgeFunction': edgeFunction,
  'custom-resources#AwsCustomResource': retention,
  'custom-resources#Provider': retention,
  'aws-s3-deployment#BucketDeployment': retention,
  'aws-ecs#AwsLogDriver': driver,
  'aws-ecs#LogDrivers.awsLogs': driver,
  'aws-ecs#LogDriver.awsLogs': driver,
  'aws-ecs#FireLensLogDriver': firelens,
  'aws-ecs#LogDrivers.firelens': firelens,
  'aws-ec2#FlowLog': flowLog(2, (call) => call.arg(0)),
  'aws-ec2#Vpc': vpc,
  'aws-cloudtrail#Trail': trail,
  'aws-rds#DatabaseInstance': databaseLogs,
  'aws-rds#DatabaseInstanceFromSnapshot': databaseLogs,
  'aws-rds#DatabaseInstanceReadReplica': databaseLogs,
  'aws-rds#DatabaseCluster': databaseLogs,
  'aws-rds#DatabaseClusterFromSnapshot': databaseLogs,
  'aws-rds#ServerlessCluster': databaseLogs,
  'aws-rds#CfnDBInstance': databaseLogs,
  'aws-rds#CfnDBCluster': databaseLogs,
  'aws-docdb#DatabaseCluster': databaseLogs,
  'aws-neptune#DatabaseCluster': databaseLogs,
  'aws-opensearchservice#Domain': searchLogs,
  'aws-elasticsearch#Domain': searchLogs,
  'aws-eks#Cluster': onProps(CLUSTER, ['clusterLogging']),
  'aws-eks#FargateCluster': onProps(CLUSTER, ['clusterLogging']),
};

/** `vpc.addFlowLog(id, options)`: in the stack of the network. */
const addFlowLog: Handler = (call, q, emit) => {
  const expr = q.expr(call.at);
  const callee = expr.k === 'call' ? q.expr(q.part(call.at, expr.c)) : undefined;
  if (callee?.k !== 'member') return;
  const network = q.value(q.part(call.at, callee.o));
  flowLog(1, () => network)(call, q, emit);
};

/** The constructs of other makers that take the same settings, known by the ends of their names (`cargo-lambda-cdk#RustFunction`). */
const OTHERS: Readonly<Record<string, Handler>> = { RustFunction: retention, NodejsFunction: retention, PythonFunction: retention };

const names = [...new Set(Object.keys(HANDLERS).map((key) => /[\w$]+$/.exec(key)?.[0] ?? '')), 'addFlowLog', ...Object.keys(OTHERS)];

export default defineModel({
  id: 'aws-cdk-logs',
  limits:
    'A stack without a region in code is unknown; `assumedDeployRegion` can say it. Log groups that AWS makes by itself are not counted one by one.',
  match: {
    names,
    words: ['aws-cdk', 'monocdk', 'lambda-cdk'],
    of: (key) => {
      const name = cdkName(key);
      if (!name) return /-cdk[^#]*#/.test(key) ? OTHERS[/[\w$]+$/.exec(key)?.[0] ?? ''] : undefined;
      if (name.service === 'aws-ec2' && name.name.endsWith('.addFlowLog')) return addFlowLog;
      return HANDLERS[`${name.service}#${name.name}`];
    },
  },
}) satisfies Model as Model;
