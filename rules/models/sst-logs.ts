/** SST: resources of AWS made through the globals of `sst.config.ts`, in the region that `$config` gives the provider. */

import type { CallSite, Emit, Localized, Model, Query, Ref, Value } from '../../engine/rule/index.ts';
import { alternatives, defineModel } from '../../engine/rule/index.ts';
import { namesLogs } from './lib/log-names.ts';
import { label } from './lib/log-sink.ts';
import { awsPlace, nameOf } from './lib/pulumi-place.ts';
import { absentMeans, isAbsent, regionWhere, type WhereAnswer } from './lib/where.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

const GROUP = label('The CloudWatch log group', 'CloudWatch のロググループ');
const TRAIL = label('The CloudTrail trail', 'CloudTrail の証跡');
const BUCKET = label('The log bucket', 'ログ用のバケット');
const SETTING = label('The log group of this setting', 'この設定によるロググループ');

const at =
  (what: Localized): Handler =>
  (call, q, emit) => {
    const where = call.isNew ? placeOf(call, q) : undefined;
    if (where) emit({ kind: 'logDestination', at: call.at, anchor: 'sink', what, where });
  };

const bucket: Handler = (call, q, emit) => {
  if (nameOf(q, call, 'bucket').some(namesLogs)) at(BUCKET)(call, q, emit);
};

/** A component that keeps a log group as soon as it is told how: `logging: { retention: '1 month' }`. */
const setting =
  (name: string): Handler =>
  (call, q, emit) => {
    const given = q.prop(call.arg(1), name);
    if (!call.isNew || isAbsent(given) || (given.is === 'known' && given.v === false)) return;
    at(SETTING)(call, q, emit);
  };

/** The region of the resource or of its own provider; else that of the app. Undefined outside of SST. */
function placeOf(call: CallSite, q: Query): WhereAnswer | undefined {
  const config = configOf(call.at, q);
  if (!config) return undefined;
  const own = [q.prop(call.arg(1), 'region'), q.prop(call.arg(2), 'provider')];
  if (!own.every(isAbsent)) return awsPlace(call, q);
  const options = q.prop(q.call(config)?.arg(0) ?? { is: 'absent', at: config }, 'app');
  const app: readonly Value[] = alternatives(options).flatMap((one) => (one.is === 'fn' ? [q.returns(one, config)] : []));
  const region = app[0] === undefined ? undefined : q.prop(app[0], 'providers.aws.region');
  return absentMeans(regionWhere('aws', region ?? { is: 'absent', at: config }), 'configuration');
}

/** The app that a file belongs to: the nearest `$config(…)` in a folder above it. */
function configOf(ref: Ref, q: Query): Ref | undefined {
  const folder = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
  const above = q.sites.calls('$config').filter((one) => q.judged.has(one.m) && ref.m.path.startsWith(folder(one.m.path)));
  return [...above].sort((a, b) => folder(b.m.path).length - folder(a.m.path).length).map((one) => q.ref(one.m, one.e))[0];
}

const HANDLERS: Readonly<Record<string, Handler>> = {
  'aws.cloudwatch.LogGroup': at(GROUP),
  'aws.cloudtrail.Trail': at(TRAIL),
  'aws.s3.Bucket': bucket,
  'aws.s3.BucketV2': bucket,
  'sst.aws.Bucket': bucket,
  'sst.aws.Function': setting('logging'),
  'sst.aws.Service': setting('logging'),
  'sst.aws.Task': setting('logging'),
  'sst.aws.ApiGatewayV1': setting('accessLog'),
  'sst.aws.ApiGatewayV2': setting('accessLog'),
  'sst.aws.ApiGatewayWebSocket': setting('accessLog'),
};

const names = [...new Set(Object.keys(HANDLERS).map((key) => key.slice(key.lastIndexOf('.') + 1)))];

export default defineModel({
  id: 'sst-logs',
  limits: 'Only the third version of SST is read, and only the region that `$config` gives.',
  match: {
    names,
    words: ['sst.aws', 'aws.cloudwatch', 'aws.cloudtrail', 'aws.s3', '$config'],
    of: (key) => (key.startsWith('global#') ? HANDLERS[key.slice('global#'.length)] : undefined),
  },
}) satisfies Model as Model;
