/** CDK for Terraform: log groups and workspaces, in the region of the provider that serves them. */

import type { CallSite, Emit, Localized, Model, Query, Ref, Value } from '../../engine/rule/index.ts';
import { alternatives, defineModel } from '../../engine/rule/index.ts';
import { namesLogs } from './lib/log-names.ts';
import { label } from './lib/log-sink.ts';
import { absentMeans, isAbsent, regionWhere, textOf, type WhereAnswer } from './lib/where.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

const GROUP = label('The CloudWatch log group', 'CloudWatch のロググループ');
const BUCKET = label('The log bucket', 'ログ用のバケット');
const GOOGLE = label('The Cloud Logging bucket', 'Cloud Logging のログバケット');
const WORKSPACE = label('The Log Analytics workspace', 'Log Analytics ワークスペース');
const INSIGHTS = label('Application Insights', 'Application Insights');

const aws =
  (what: Localized): Handler =>
  (call, q, emit) => {
    if (call.isNew) emit({ kind: 'logDestination', at: call.at, anchor: 'sink', what, where: awsPlace(call, q) });
  };
const bucket: Handler = (call, q, emit) => {
  if ([call.arg(1), q.prop(call.arg(2), 'bucket')].some((value) => namesLogs(textOf(value) ?? ''))) aws(BUCKET)(call, q, emit);
};
const located =
  (what: Localized, provider: 'gcp' | 'azure'): Handler =>
  (call, q, emit) => {
    if (!call.isNew) return;
    const where = absentMeans(regionWhere(provider, q.prop(call.arg(2), 'location')), 'configuration');
    emit({ kind: 'logDestination', at: call.at, anchor: 'sink', what, where });
  };

/** The resource's own region, its provider's, or that of the only provider without an alias around it. */
function awsPlace(call: CallSite, q: Query): WhereAnswer {
  const own = q.prop(call.arg(2), 'region');
  if (!isAbsent(own) && own.is !== 'unknown') return regionWhere('aws', own);
  const given = q.prop(call.arg(2), 'provider');
  const region = isAbsent(given) || given.is === 'unknown' ? defaultProvider(call.at, q) : ofProvider(q, given);
  return absentMeans(regionWhere('aws', region), 'configuration');
}

function ofProvider(q: Query, provider: Value): Value {
  for (const one of alternatives(provider)) {
    if (one.is === 'ext' && one.call) return q.prop(q.callOf(one.call, one, one.key).arg(2), 'region');
  }
  return provider;
}

function defaultProvider(at: Ref, q: Query): Value {
  const all = q.sites.calls('AwsProvider').filter((one) => one.m.expr(one.e).k === 'new' && q.judged.has(one.m));
  const here = all.filter((one) => one.m === at.m);
  for (const one of here.length > 0 ? here : all.length === 1 ? all : []) {
    const options = q
      .callOf({ m: one.m, e: one.e, ctx: one.m === at.m ? at.ctx : q.ref(one.m, one.e).ctx }, { is: 'absent', at }, '')
      .arg(2);
    if (isAbsent(q.prop(options, 'alias'))) return q.prop(options, 'region');
  }
  return { is: 'absent', at };
}

const HANDLERS: Readonly<Record<string, Handler>> = {
  CloudwatchLogGroup: aws(GROUP),
  S3Bucket: bucket,
  LoggingProjectBucketConfig: located(GOOGLE, 'gcp'),
  LogAnalyticsWorkspace: located(WORKSPACE, 'azure'),
  ApplicationInsights: located(INSIGHTS, 'azure'),
};

export default defineModel({
  id: 'cdktf-logs',
  match: {
    names: Object.keys(HANDLERS),
    words: ['cdktf'],
    of: (key) => (/^@cdktf\/provider-(?:aws|google|azurerm)[/#]/.test(key) ? HANDLERS[/[\w$]+$/.exec(key)?.[0] ?? ''] : undefined),
  },
}) satisfies Model as Model;
