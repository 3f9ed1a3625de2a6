/** Pulumi: log groups, log buckets and workspaces of AWS, Google Cloud and Azure. */

import type { CallSite, Emit, Localized, Model, Query } from '../../engine/rule/index.ts';
import { defineModel } from '../../engine/rule/index.ts';
import { namesLogs } from './lib/log-names.ts';
import { label } from './lib/log-sink.ts';
import { awsPlace, locatedPlace, nameOf } from './lib/pulumi-place.ts';
import type { WhereAnswer } from './lib/where.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

const GROUP = label('The CloudWatch log group', 'CloudWatch のロググループ');
const TRAIL = label('The CloudTrail trail', 'CloudTrail の証跡');
const BUCKET = label('The log bucket', 'ログ用のバケット');
const GOOGLE = label('The Cloud Logging bucket', 'Cloud Logging のログバケット');
const WORKSPACE = label('The Log Analytics workspace', 'Log Analytics ワークスペース');
const INSIGHTS = label('Application Insights', 'Application Insights');

const at =
  (what: Localized, place: (call: CallSite, q: Query) => WhereAnswer): Handler =>
  (call, q, emit) => {
    if (call.isNew) emit({ kind: 'logDestination', at: call.at, anchor: 'sink', what, where: place(call, q) });
  };
/** A bucket that is for logs by its name. */
const bucket =
  (property: string, place: (call: CallSite, q: Query) => WhereAnswer): Handler =>
  (call, q, emit) => {
    if (nameOf(q, call, property).some(namesLogs)) at(BUCKET, place)(call, q, emit);
  };
const google = (call: CallSite, q: Query): WhereAnswer => locatedPlace('gcp', call, q);
const azure = (call: CallSite, q: Query): WhereAnswer => locatedPlace('azure', call, q);

const AWS: Readonly<Record<string, Handler>> = {
  'cloudwatch.LogGroup': at(GROUP, awsPlace),
  'logs.LogGroup': at(GROUP, awsPlace),
  'cloudtrail.Trail': at(TRAIL, awsPlace),
  's3.Bucket': bucket('bucket', awsPlace),
  's3.BucketV2': bucket('bucket', awsPlace),
};
const GCP: Readonly<Record<string, Handler>> = {
  'logging.ProjectBucketConfig': at(GOOGLE, google),
  'logging.FolderBucketConfig': at(GOOGLE, google),
  'logging.OrganizationBucketConfig': at(GOOGLE, google),
  'logging.BillingAccountBucketConfig': at(GOOGLE, google),
  'storage.Bucket': bucket('name', google),
};
const AZURE: Readonly<Record<string, Handler>> = {
  'operationalinsights.Workspace': at(WORKSPACE, azure),
  'operationalinsights.AnalyticsWorkspace': at(WORKSPACE, azure),
  'insights.Component': at(INSIGHTS, azure),
  'applicationinsights.Component': at(INSIGHTS, azure),
  'appinsights.Insights': at(INSIGHTS, azure),
};
const PACKAGES: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  aws: AWS,
  'aws-native': AWS,
  gcp: GCP,
  'google-native': GCP,
  azure: AZURE,
  'azure-native': AZURE,
};

const names = [...new Set([AWS, GCP, AZURE].flatMap((one) => Object.keys(one)).map((key) => key.slice(key.lastIndexOf('.') + 1)))];

export default defineModel({
  id: 'pulumi-logs',
  limits: 'The region of a stack’s configuration (`aws:region` in `Pulumi.<stack>.yaml`) is not read; `assumedDeployRegion` can say it.',
  match: {
    names,
    words: ['@pulumi/'],
    of: (key) => {
      const match = /^@pulumi\/([\w-]+)((?:\/[\w-]+)*)#([\w.]+)$/.exec(key);
      const table = match && PACKAGES[match[1] ?? ''];
      if (!table) return undefined;
      // `@pulumi/aws/cloudwatch#LogGroup`, `@pulumi/azure-native/insights/v20200202#Component`
      const parts = [...(match[2] ?? '').split('/').filter(Boolean), ...(match[3] ?? '').split('.')].filter(
        (part) => !/^v\d{6}/.test(part),
      );
      return table[parts.slice(-2).join('.')];
    },
  },
}) satisfies Model as Model;
