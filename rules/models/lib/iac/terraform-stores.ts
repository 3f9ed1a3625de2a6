/** Stores as the Terraform providers of AWS and Azure have them; Pulumi and CDK for Terraform bridge the same properties and defaults. */
import type { CallSite, Emit, Query, Value } from '../../../../engine/rule/index.ts';
import { isGiven, type Token, token } from './setting.ts';
import { emitStore, type Store, storeIn, what } from './storage.ts';

export type Handler = (call: CallSite, q: Query, emit: Emit) => void;
/** Makes the handler for the argument that holds the properties: 1 in Pulumi, 2 in CDK for Terraform. */
export type Maker = (arg: number) => Handler;

const INSTANCE = what('The RDS database instance', 'RDS のデータベースインスタンス');
const CLUSTER = what('The RDS database cluster', 'RDS のデータベースクラスター');
const EBS = what('The EBS volume', 'EBS ボリューム');

const store =
  (one: Store): Maker =>
  (arg) =>
    storeIn(one, arg);
const named = (one: Store['what'], path: string, more: Partial<Store> = {}): Maker => store({ what: one, path, unset: false, ...more });

/** Serverless clusters of the first generation are always encrypted. */
const serverless = (q: Query, args: Value): boolean | undefined => (token(q.prop(args, 'engineMode')) === 'SERVERLESS' ? true : undefined);
const valkey = (q: Query, args: Value): boolean | undefined => (token(q.prop(args, 'engine')) === 'VALKEY' ? true : undefined);
const notNone = (said: Token): boolean | undefined =>
  typeof said === 'string' ? said !== 'NONE' && said !== 'UNENCRYPTED' && said !== 'DISABLED' : said;

const RESTORED = [
  'snapshotIdentifier',
  'replicateSourceDb',
  'restoreToPointInTime',
  's3Import',
  'replicationSourceIdentifier',
  'globalClusterIdentifier',
  'snapshotId',
  'sourceDbClusterIdentifier',
];

/** The disks of a virtual machine, where they are written out. */
const disks: Maker = (arg) => (call, q, emit) => {
  if (!call.isNew) return;
  const args = call.arg(arg);
  const root = q.prop(args, 'rootBlockDevice');
  if (root.is === 'object') emitStore({ what: EBS, path: 'encrypted', unset: false, keys: ['kmsKeyId'] }, call, root, q, emit);
  for (const name of ['rootBlockDevice', 'ebsBlockDevices', 'ebsBlockDevice']) {
    for (const one of q.items(q.prop(args, name)) ?? []) {
      if (one.is === 'object')
        emitStore({ what: EBS, path: 'encrypted', unset: false, keys: ['kmsKeyId'], elsewhere: ['snapshotId'] }, call, one, q, emit);
    }
  }
  for (const one of q.items(q.prop(args, 'blockDeviceMappings')) ?? []) {
    const ebs = q.prop(one, 'ebs');
    if (ebs.is === 'object')
      emitStore({ what: EBS, path: 'encrypted', unset: false, keys: ['kmsKeyId'], elsewhere: ['snapshotId'] }, call, ebs, q, emit);
  }
};

const workspace: Maker = (arg) => (call, q, emit) => {
  for (const path of ['userVolumeEncryptionEnabled', 'rootVolumeEncryptionEnabled'])
    storeIn({ what: what('The volume of the WorkSpace', 'WorkSpace のボリューム'), path, unset: false }, arg)(call, q, emit);
};

const search: Maker = (arg) => (call, q, emit) => {
  const path = isGiven(q.prop(call.arg(arg), 'encryptionAtRestOptions')) ? 'encryptionAtRestOptions.enabled' : 'encryptAtRest.enabled';
  storeIn({ what: what('The search domain', '検索ドメイン'), path, unset: false }, arg)(call, q, emit);
};

/** By Pulumi's `service.Class`, then the class name of CDK for Terraform. */
export const STORES: readonly (readonly [pulumi: string, cdktf: string, make: Maker])[] = [
  ['rds.Instance', 'DbInstance', named(INSTANCE, 'storageEncrypted', { elsewhere: RESTORED })],
  ['rds.Cluster', 'RdsCluster', named(CLUSTER, 'storageEncrypted', { elsewhere: RESTORED, unsetBy: serverless })],
  ['rds.GlobalCluster', 'RdsGlobalCluster', named(CLUSTER, 'storageEncrypted', { elsewhere: RESTORED })],
  [
    'rds.DbInstance',
    '',
    named(INSTANCE, 'storageEncrypted', {
      elsewhere: [...RESTORED, 'dbClusterIdentifier', 'sourceDbInstanceIdentifier', 'dbSnapshotIdentifier'],
    }),
  ],
  ['rds.DbCluster', '', named(CLUSTER, 'storageEncrypted', { elsewhere: RESTORED })],
  [
    'docdb.Cluster',
    'DocdbCluster',
    named(what('The DocumentDB cluster', 'DocumentDB のクラスター'), 'storageEncrypted', { elsewhere: RESTORED }),
  ],
  [
    'neptune.Cluster',
    'NeptuneCluster',
    named(what('The Neptune cluster', 'Neptune のクラスター'), 'storageEncrypted', { elsewhere: RESTORED }),
  ],
  [
    'redshift.Cluster',
    'RedshiftCluster',
    named(what('The Redshift cluster', 'Redshift のクラスター'), 'encrypted', { unset: undefined, elsewhere: RESTORED }),
  ],
  ['ebs.Volume', 'EbsVolume', named(EBS, 'encrypted', { elsewhere: RESTORED })],
  ['ec2.Volume', '', named(EBS, 'encrypted', { elsewhere: RESTORED })],
  ['ec2.Instance', 'Instance', disks],
  ['ec2.SpotInstanceRequest', 'SpotInstanceRequest', disks],
  ['ec2.LaunchTemplate', 'LaunchTemplate', disks],
  ['ec2.LaunchConfiguration', 'LaunchConfiguration', disks],
  ['efs.FileSystem', 'EfsFileSystem', named(what('The EFS file system', 'EFS のファイルシステム'), 'encrypted')],
  [
    'elasticache.ReplicationGroup',
    'ElasticacheReplicationGroup',
    named(what('The ElastiCache replication group', 'ElastiCache のレプリケーショングループ'), 'atRestEncryptionEnabled', {
      unsetBy: valkey,
      elsewhere: ['globalReplicationGroupId'],
    }),
  ],
  ['opensearch.Domain', 'OpensearchDomain', search],
  ['elasticsearch.Domain', 'ElasticsearchDomain', search],
  ['opensearchservice.Domain', '', search],
  [
    'kinesis.Stream',
    'KinesisStream',
    named(what('The Kinesis data stream', 'Kinesis データストリーム'), 'encryptionType', {
      means: notNone,
      todo: "encryptionType: 'KMS', kmsKeyId: 'alias/aws/kinesis'",
    }),
  ],
  ['dax.Cluster', 'DaxCluster', named(what('The DAX cluster', 'DAX クラスター'), 'serverSideEncryption.enabled')],
  [
    'sqs.Queue',
    'SqsQueue',
    named(what('The SQS queue', 'SQS キュー'), 'sqsManagedSseEnabled', { unset: undefined, keys: ['kmsMasterKeyId'] }),
  ],
  ['workspaces.Workspace', 'WorkspacesWorkspace', workspace],
  [
    'kinesis.FirehoseDeliveryStream',
    'KinesisFirehoseDeliveryStream',
    named(what('The Firehose delivery stream', 'Firehose の配信ストリーム'), 'serverSideEncryption.enabled', { unset: undefined }),
  ],
  [
    'sql.TransparentDataEncryption',
    '',
    named(what('The Azure SQL database', 'Azure SQL データベース'), 'state', {
      means: notNone,
      unset: undefined,
      todo: "state: 'Enabled'",
    }),
  ],
  [
    'storage.StorageAccount',
    '',
    named(what('The Azure storage account', 'Azure ストレージアカウント'), 'encryption.services.blob.enabled', { unset: undefined }),
  ],
];
