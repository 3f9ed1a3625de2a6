/** AWS CDK: buckets that take access logs, trails and flow logs, by what uses them or by their names. The sink is where the bucket is made. */

import type { CallSite, Emit, Model, Query, Value } from '../../engine/rule/index.ts';
import { defineModel } from '../../engine/rule/index.ts';
import { cdkName } from './lib/cdk-key.ts';
import { emitBuckets, emitOwned } from './lib/cdk-sinks.ts';
import { namesLogs } from './lib/log-names.ts';
import { label } from './lib/log-sink.ts';
import { isAbsent, textOf } from './lib/where.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

const ACCESS = label('The access log bucket', 'アクセスログ用のバケット');
const BUCKET = label('The log bucket', 'ログ用のバケット');
const TRAIL = label('The bucket of the CloudTrail trail', 'CloudTrail の証跡用のバケット');
const FLOW = label('The bucket of the VPC flow log', 'VPC フローログ用のバケット');

const bucket: Handler = (call, q, emit) => {
  const props = call.arg(2);
  const named = [call.arg(1), q.prop(props, 'bucketName')].some((value) => namesLogs(textOf(value) ?? ''));
  const target = q.prop(props, 'serverAccessLogsBucket');
  const ownPrefix = isAbsent(target) && textOf(q.prop(props, 'serverAccessLogsPrefix')) !== undefined;
  if (named || ownPrefix) emitOwned(call.at, named ? BUCKET : ACCESS, call.arg(0), q, emit);
  if (!isAbsent(target)) emitBuckets(call.at, ACCESS, target, q, emit);
};

/** The first argument, or the property of the options that stand at a position. */
const bucketAt =
  (what: typeof ACCESS, arg: number, paths: readonly string[] = []): Handler =>
  (call, q, emit) => {
    const options = call.arg(arg);
    for (const path of paths.length === 0 ? [''] : paths) {
      const value: Value = path === '' ? options : q.prop(options, path);
      if (!isAbsent(value)) emitBuckets(call.at, what, value, q, emit);
    }
  };

/** A distribution that logs and is given no bucket makes one. */
const distribution: Handler = (call, q, emit) => {
  const props = call.arg(2);
  const target = q.prop(props, 'logBucket');
  if (!isAbsent(target)) emitBuckets(call.at, ACCESS, target, q, emit);
  else if (q.prop(props, 'enableLogging').is === 'known') {
    const on = q.prop(props, 'enableLogging');
    if (on.is === 'known' && on.v === true) emitOwned(call.at, ACCESS, call.arg(0), q, emit);
  }
};

/** Destinations of a web firewall's or a delivery's log, written as ARNs. */
const destinations: Handler = (call, q, emit) => {
  const props = call.arg(2);
  for (const value of q.items(q.prop(props, 'logDestinationConfigs')) ?? []) emitBuckets(call.at, BUCKET, value, q, emit);
  const single = q.prop(props, 'destinationResourceArn');
  if (!isAbsent(single)) emitBuckets(call.at, BUCKET, single, q, emit);
};

const HANDLERS: Readonly<Record<string, Handler>> = {
  'aws-s3#Bucket': bucket,
  'aws-s3#CfnBucket': (call, q, emit) => {
    if ([call.arg(1), q.prop(call.arg(2), 'bucketName')].some((value) => namesLogs(textOf(value) ?? '')))
      emitOwned(call.at, BUCKET, call.arg(0), q, emit);
    bucketAt(ACCESS, 2, ['loggingConfiguration.destinationBucketName'])(call, q, emit);
  },
  'aws-cloudfront#Distribution': distribution,
  'aws-cloudfront#CloudFrontWebDistribution': bucketAt(ACCESS, 2, ['loggingConfig.bucket']),
  'aws-cloudfront#CfnDistribution': bucketAt(ACCESS, 2, ['distributionConfig.logging.bucket']),
  'aws-ec2#FlowLogDestination.toS3': bucketAt(FLOW, 0),
  'aws-ec2#CfnFlowLog': bucketAt(FLOW, 2, ['logDestination']),
  'aws-cloudtrail#Trail': bucketAt(TRAIL, 2, ['bucket']),
  'aws-cloudtrail#CfnTrail': bucketAt(TRAIL, 2, ['s3BucketName']),
  'aws-elasticloadbalancing#LoadBalancer': bucketAt(ACCESS, 2, ['accessLoggingPolicy.s3BucketName']),
  'aws-wafv2#CfnLoggingConfiguration': destinations,
  'aws-logs#CfnDeliveryDestination': destinations,
  'aws-ecs#Cluster': bucketAt(BUCKET, 2, ['executeCommandConfiguration.logConfiguration.s3Bucket']),
};

const METHODS: Readonly<Record<string, Handler>> = { logAccessLogs: bucketAt(ACCESS, 0), logConnectionLogs: bucketAt(ACCESS, 0) };

export default defineModel({
  id: 'aws-cdk-log-buckets',
  match: {
    names: [...new Set(Object.keys(HANDLERS).map((key) => /[\w$]+$/.exec(key)?.[0] ?? '')), ...Object.keys(METHODS)],
    words: ['aws-cdk', 'monocdk'],
    of: (key) => {
      const method = /\.([\w$]+)$/.exec(key)?.[1];
      if (method !== undefined && Object.hasOwn(METHODS, method)) return METHODS[method];
      const name = cdkName(key);
      return name && HANDLERS[`${name.service}#${name.name}`];
    },
  },
}) satisfies Model as Model;
