/** AWS CDK: databases, volumes, caches, search domains, streams and queues, and whether they are encrypted at rest. */

import type { CallSite, Emit, Model, Query, Value } from '../../engine/rule/index.ts';
import { defineModel } from '../../engine/rule/index.ts';
import { cdkName } from './lib/cdk-key.ts';
import { isGiven, stated, type Token, token } from './lib/iac/setting.ts';
import { emitStore, type Store, storeIn, what } from './lib/iac/storage.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

const INSTANCE = what('The RDS database instance', 'RDS のデータベースインスタンス');
const CLUSTER = what('The RDS database cluster', 'RDS のデータベースクラスター');
const DOCDB = what('The DocumentDB cluster', 'DocumentDB のクラスター');
const NEPTUNE = what('The Neptune cluster', 'Neptune のクラスター');
const REDSHIFT = what('The Redshift cluster', 'Redshift のクラスター');
const EBS = what('The EBS volume', 'EBS ボリューム');
const EFS = what('The EFS file system', 'EFS のファイルシステム');
const CACHE = what('The ElastiCache replication group', 'ElastiCache のレプリケーショングループ');
const SEARCH = what('The search domain', '検索ドメイン');
const STREAM = what('The Kinesis data stream', 'Kinesis データストリーム');
const DAX = what('The DAX cluster', 'DAX クラスター');
const BUCKET = what('The S3 bucket', 'S3 バケット');
const QUEUE = what('The SQS queue', 'SQS キュー');
const DELIVERY = what('The Firehose delivery stream', 'Firehose の配信ストリーム');
const WORKSPACE = what('The volume of the WorkSpace', 'WorkSpace のボリューム');

const unencrypted = (said: Token): boolean | undefined => (typeof said === 'string' ? said !== 'UNENCRYPTED' && said !== 'NONE' : said);

const L2 = (store: Store): Handler => storeIn(store, 2, true);

const rds = (what_: Store['what'], more: Partial<Store> = {}): Handler =>
  L2({ what: what_, path: 'storageEncrypted', unset: false, keys: ['storageEncryptionKey'], ...more });
const rdsL1 = (what_: Store['what']): Handler =>
  L2({
    what: what_,
    path: 'storageEncrypted',
    unset: false,
    elsewhere: [
      'dbClusterIdentifier',
      'sourceDbInstanceIdentifier',
      'sourceDbClusterIdentifier',
      'dbSnapshotIdentifier',
      'snapshotIdentifier',
      'replicationSourceIdentifier',
    ],
  });

/** With `useUnsignedBasicAuth` the construct turns all encryption of the domain on. */
const basicAuth = (q: Query, props: Value): boolean | undefined =>
  token(q.prop(props, 'useUnsignedBasicAuth')) === true ? true : undefined;
const valkey = (q: Query, props: Value): boolean | undefined => (token(q.prop(props, 'engine')) === 'VALKEY' ? true : undefined);

/** `BlockDeviceVolume.ebs(size, { encrypted })` */
const blockDevice: Handler = (call, q, emit) => {
  if (/\.ebs$/.test(call.key)) emitStore({ what: EBS, path: 'encrypted', unset: false, keys: ['kmsKey'] }, call, call.arg(1), q, emit);
};

/** `blockDeviceMappings: [{ ebs: { … } }]` of the resource classes. */
function mappings(path: string, inner: string): Handler {
  return (call, q, emit) => {
    if (!call.isNew) return;
    for (const one of q.items(q.prop(call.arg(2), path)) ?? []) {
      const ebs = q.prop(one, inner);
      if (ebs.is === 'object') emitStore({ what: EBS, path: 'encrypted', unset: false, elsewhere: ['snapshotId'] }, call, ebs, q, emit);
    }
  };
}

/** `serverSideEncryption` of the bucket, where it is written as the resource has it. */
const bucket: Store = {
  what: BUCKET,
  path: 'encryption',
  means: unencrypted,
  unset: undefined,
  keys: ['encryptionKey'],
  todo: 'encryption: BucketEncryption.S3_MANAGED',
};

const delivery: Handler = (call, q, emit) => {
  if (!call.isNew) return;
  const value = q.prop(call.arg(2), 'encryption');
  const off = value.is === 'ext' && /StreamEncryption\.unencrypted\(\)$/.test(value.key);
  if (off || (isGiven(value) && token(value) !== undefined)) {
    const encrypted = off ? { alternatives: [{ is: 'known' as const, value: false, from: value }] } : stated(value, unencrypted, undefined);
    emit({
      kind: 'storage',
      at: off ? value.at : call.at,
      what: DELIVERY,
      encrypted,
      setting: 'encryption: StreamEncryption.awsOwnedKey()',
    });
  }
};

const workspace: Handler = (call, q, emit) => {
  for (const path of ['userVolumeEncryptionEnabled', 'rootVolumeEncryptionEnabled'])
    storeIn({ what: WORKSPACE, path, unset: false }, 2, true)(call, q, emit);
};

const HANDLERS: Readonly<Record<string, Handler>> = {
  'aws-rds#DatabaseInstance': rds(INSTANCE),
  'aws-rds#DatabaseInstanceReadReplica': rds(INSTANCE, { unset: undefined }),
  'aws-rds#DatabaseCluster': rds(CLUSTER),
  'aws-rds#DatabaseClusterFromSnapshot': rds(CLUSTER, { unset: undefined }),
  'aws-rds#CfnDBInstance': rdsL1(INSTANCE),
  'aws-rds#CfnDBCluster': rdsL1(CLUSTER),
  'aws-rds#CfnGlobalCluster': L2({ what: CLUSTER, path: 'storageEncrypted', unset: false, elsewhere: ['sourceDbClusterIdentifier'] }),
  'aws-docdb#DatabaseCluster': rds(DOCDB, { unset: true, keys: ['kmsKey'] }),
  'aws-docdb#CfnDBCluster': rdsL1(DOCDB),
  'aws-neptune#DatabaseCluster': rds(NEPTUNE, { unset: true, keys: ['kmsKey'] }),
  'aws-neptune#CfnDBCluster': rdsL1(NEPTUNE),
  'aws-redshift#Cluster': L2({ what: REDSHIFT, path: 'encrypted', unset: true }),
  'aws-redshift#CfnCluster': L2({ what: REDSHIFT, path: 'encrypted', unset: undefined, elsewhere: ['snapshotIdentifier'] }),
  'aws-ec2#Volume': L2({ what: EBS, path: 'encrypted', unset: false, keys: ['encryptionKey'], elsewhere: ['snapshotId'] }),
  'aws-ec2#CfnVolume': L2({ what: EBS, path: 'encrypted', unset: false, elsewhere: ['snapshotId'] }),
  'aws-ec2#BlockDeviceVolume.ebs': blockDevice,
  'aws-autoscaling#BlockDeviceVolume.ebs': blockDevice,
  'aws-ec2#CfnInstance': mappings('blockDeviceMappings', 'ebs'),
  'aws-ec2#CfnLaunchTemplate': mappings('launchTemplateData.blockDeviceMappings', 'ebs'),
  'aws-autoscaling#CfnLaunchConfiguration': mappings('blockDeviceMappings', 'ebs'),
  'aws-efs#FileSystem': L2({ what: EFS, path: 'encrypted', unset: true, keys: ['kmsKey'] }),
  'aws-efs#CfnFileSystem': L2({ what: EFS, path: 'encrypted', unset: false }),
  'aws-elasticache#CfnReplicationGroup': L2({
    what: CACHE,
    path: 'atRestEncryptionEnabled',
    unset: false,
    unsetBy: valkey,
    elsewhere: ['globalReplicationGroupId'],
  }),
  'aws-opensearchservice#Domain': L2({
    what: SEARCH,
    path: 'encryptionAtRest.enabled',
    unset: false,
    unsetBy: basicAuth,
    keys: ['encryptionAtRest.kmsKey'],
  }),
  'aws-elasticsearch#Domain': L2({
    what: SEARCH,
    path: 'encryptionAtRest.enabled',
    unset: false,
    unsetBy: basicAuth,
    keys: ['encryptionAtRest.kmsKey'],
  }),
  'aws-opensearchservice#CfnDomain': L2({ what: SEARCH, path: 'encryptionAtRestOptions.enabled', unset: false }),
  'aws-elasticsearch#CfnDomain': L2({ what: SEARCH, path: 'encryptionAtRestOptions.enabled', unset: false }),
  'aws-kinesis#Stream': L2({
    what: STREAM,
    path: 'encryption',
    means: unencrypted,
    unset: true,
    keys: ['encryptionKey'],
    todo: 'encryption: StreamEncryption.MANAGED',
  }),
  'aws-kinesis#CfnStream': L2({
    what: STREAM,
    path: 'streamEncryption.encryptionType',
    means: unencrypted,
    unset: false,
    todo: "streamEncryption: { encryptionType: 'KMS', keyId: 'alias/aws/kinesis' }",
  }),
  'aws-dax#CfnCluster': L2({ what: DAX, path: 'sseSpecification.sseEnabled', unset: false }),
  'aws-s3#Bucket': L2(bucket),
  'aws-sqs#Queue': L2({
    what: QUEUE,
    path: 'encryption',
    means: unencrypted,
    unset: undefined,
    keys: ['encryptionMasterKey'],
    todo: 'encryption: QueueEncryption.SQS_MANAGED',
  }),
  'aws-sqs#CfnQueue': L2({ what: QUEUE, path: 'sqsManagedSseEnabled', unset: undefined, keys: ['kmsMasterKeyId'] }),
  'aws-kinesisfirehose#DeliveryStream': delivery,
  'aws-workspaces#CfnWorkspace': workspace,
};

export default defineModel({
  id: 'iac-storage-cdk',
  limits:
    'Encryption that the account switches on for all new EBS volumes, and policies that refuse resources without it, are outside the code. A store restored from a snapshot is as encrypted as the snapshot was.',
  match: {
    names: [...new Set(Object.keys(HANDLERS).map((key) => /[\w$]+$/.exec(key)?.[0] ?? ''))],
    words: ['aws-cdk', 'monocdk'],
    of: (key) => {
      const name = cdkName(key);
      return name && HANDLERS[`${name.service}#${name.name}`];
    },
  },
}) satisfies Model as Model;
