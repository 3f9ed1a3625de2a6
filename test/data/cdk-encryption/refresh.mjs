// Asks the AWS CDK what its constructs leave out when nothing is said about encryption and TLS, and writes it down in `defaults.json`.
//   npm install --prefix FOLDER aws-cdk-lib constructs @aws-cdk/aws-msk-alpha @aws-cdk/aws-neptune-alpha @aws-cdk/aws-redshift-alpha
//   node test/data/cdk-encryption/refresh.mjs FOLDER [--check]
// With --check nothing is written: the run fails where the CDK gives something else than what is frozen (`npm run test:cdk`).
// The CDK is no dependency of this project: it is as large as all the rest. The version asked is named in the file.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(join(resolve(process.argv[2] ?? '.'), 'package.json'));
const ns = require('aws-cdk-lib');
const L = (n) => require(`aws-cdk-lib/${n}`);
const rds = L('aws-rds'),
  ec2 = L('aws-ec2'),
  efs = L('aws-efs'),
  docdb = L('aws-docdb'),
  kinesis = L('aws-kinesis'),
  os = L('aws-opensearchservice'),
  es = L('aws-elasticsearch'),
  s3 = L('aws-s3'),
  sqs = L('aws-sqs'),
  sns = L('aws-sns'),
  ddb = L('aws-dynamodb'),
  cf = L('aws-cloudfront'),
  origins = L('aws-cloudfront-origins'),
  elbv2 = L('aws-elasticloadbalancingv2'),
  elb = L('aws-elasticloadbalancing'),
  ecsp = L('aws-ecs-patterns'),
  ecs = L('aws-ecs'),
  ecache = L('aws-elasticache'),
  neptune = L('aws-neptune'),
  dax = L('aws-dax');
const msk = require('@aws-cdk/aws-msk-alpha'),
  nepa = require('@aws-cdk/aws-neptune-alpha'),
  rsa = require('@aws-cdk/aws-redshift-alpha');
const cases = {};
function one(name, context, make, type, pick) {
  const app = new ns.App({ context });
  const stack = new ns.Stack(app, 'S', { env: { region: 'us-east-1', account: '111111111111' } });
  let out;
  try {
    make(stack);
    const t = app.synth().getStackByName('S').template.Resources;
    out = Object.values(t)
      .filter((r) => r.Type === type)
      .map((r) => {
        const p = r.Properties ?? {};
        return Object.fromEntries(pick.map((k) => [k, k.split('.').reduce((v, n) => (Array.isArray(v) ? v[0]?.[n] : v?.[n]), p) ?? null]));
      });
  } catch (e) {
    out = String(e.message).slice(0, 200);
  }
  cases[name] = out;
}
const vpc = (s) => new ec2.Vpc(s, 'V', { maxAzs: 2 });
const inst = ec2.InstanceType.of('t3', 'micro');
one(
  'aws-rds.DatabaseInstance',
  {},
  (s) => new rds.DatabaseInstance(s, 'D', { engine: rds.DatabaseInstanceEngine.POSTGRES, vpc: vpc(s) }),
  'AWS::RDS::DBInstance',
  ['StorageEncrypted'],
);
one(
  'aws-rds.DatabaseCluster',
  {},
  (s) =>
    new rds.DatabaseCluster(s, 'D', {
      engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 }),
      vpc: vpc(s),
      writer: rds.ClusterInstance.serverlessV2('w'),
    }),
  'AWS::RDS::DBCluster',
  ['StorageEncrypted'],
);
one(
  'aws-rds.DatabaseClusterFromSnapshot',
  {},
  (s) =>
    new rds.DatabaseClusterFromSnapshot(s, 'D', {
      engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 }),
      snapshotIdentifier: 'x',
      vpc: vpc(s),
      writer: rds.ClusterInstance.serverlessV2('w'),
    }),
  'AWS::RDS::DBCluster',
  ['StorageEncrypted'],
);
one(
  'aws-rds.DatabaseInstanceFromSnapshot',
  {},
  (s) =>
    new rds.DatabaseInstanceFromSnapshot(s, 'D', { engine: rds.DatabaseInstanceEngine.POSTGRES, snapshotIdentifier: 'x', vpc: vpc(s) }),
  'AWS::RDS::DBInstance',
  ['StorageEncrypted'],
);
one(
  'aws-rds.ServerlessCluster',
  {},
  (s) => new rds.ServerlessCluster(s, 'D', { engine: rds.DatabaseClusterEngine.AURORA_MYSQL, vpc: vpc(s) }),
  'AWS::RDS::DBCluster',
  ['StorageEncrypted'],
);
one(
  'aws-rds.ServerlessClusterFromSnapshot',
  {},
  (s) =>
    new rds.ServerlessClusterFromSnapshot(s, 'D', { engine: rds.DatabaseClusterEngine.AURORA_MYSQL, snapshotIdentifier: 'x', vpc: vpc(s) }),
  'AWS::RDS::DBCluster',
  ['StorageEncrypted'],
);
one(
  'aws-rds.DatabaseInstanceReadReplica',
  {},
  (s) =>
    new rds.DatabaseInstanceReadReplica(s, 'D', {
      instanceType: inst,
      sourceDatabaseInstance: new rds.DatabaseInstance(s, 'A', { engine: rds.DatabaseInstanceEngine.POSTGRES, vpc: vpc(s) }),
      vpc: s.node.findChild('V'),
    }),
  'AWS::RDS::DBInstance',
  ['StorageEncrypted', 'SourceDBInstanceIdentifier'],
);
one(
  'aws-rds.DatabaseInstance with a key',
  {},
  (s) =>
    new rds.DatabaseInstance(s, 'D', {
      engine: rds.DatabaseInstanceEngine.POSTGRES,
      vpc: vpc(s),
      storageEncryptionKey: new (L('aws-kms').Key)(s, 'K'),
    }),
  'AWS::RDS::DBInstance',
  ['StorageEncrypted'],
);
one(
  'aws-docdb.DatabaseCluster',
  {},
  (s) => new docdb.DatabaseCluster(s, 'D', { masterUser: { username: 'u' }, instanceType: inst, vpc: vpc(s) }),
  'AWS::DocDB::DBCluster',
  ['StorageEncrypted'],
);
one(
  'aws-neptune-alpha.DatabaseCluster',
  {},
  (s) => new nepa.DatabaseCluster(s, 'D', { instanceType: nepa.InstanceType.R5_LARGE, vpc: vpc(s) }),
  'AWS::Neptune::DBCluster',
  ['StorageEncrypted'],
);
one(
  'aws-redshift-alpha.Cluster',
  {},
  (s) => new rsa.Cluster(s, 'D', { masterUser: { masterUsername: 'u' }, vpc: vpc(s) }),
  'AWS::Redshift::Cluster',
  ['Encrypted'],
);
one(
  'aws-ec2.Volume',
  {},
  (s) => new ec2.Volume(s, 'D', { availabilityZone: 'us-east-1a', size: ns.Size.gibibytes(1) }),
  'AWS::EC2::Volume',
  ['Encrypted'],
);
one(
  'aws-ec2.Instance blockDevices',
  {},
  (s) =>
    new ec2.Instance(s, 'D', {
      vpc: vpc(s),
      instanceType: inst,
      machineImage: ec2.MachineImage.latestAmazonLinux2023(),
      blockDevices: [{ deviceName: '/dev/xvda', volume: ec2.BlockDeviceVolume.ebs(10) }],
    }),
  'AWS::EC2::Instance',
  ['BlockDeviceMappings.Ebs.Encrypted'],
);
one(
  'aws-ec2.LaunchTemplate blockDevices',
  {},
  (s) => new ec2.LaunchTemplate(s, 'D', { blockDevices: [{ deviceName: '/dev/xvda', volume: ec2.BlockDeviceVolume.ebs(10) }] }),
  'AWS::EC2::LaunchTemplate',
  ['LaunchTemplateData.BlockDeviceMappings.Ebs.Encrypted'],
);
one('aws-efs.FileSystem', {}, (s) => new efs.FileSystem(s, 'D', { vpc: vpc(s) }), 'AWS::EFS::FileSystem', ['Encrypted']);
one('aws-kinesis.Stream', {}, (s) => new kinesis.Stream(s, 'D'), 'AWS::Kinesis::Stream', ['StreamEncryption']);
one('aws-kinesis.CfnStream', {}, (s) => new kinesis.CfnStream(s, 'D', {}), 'AWS::Kinesis::Stream', ['StreamEncryption']);
one(
  'aws-opensearchservice.Domain',
  {},
  (s) => new os.Domain(s, 'D', { version: os.EngineVersion.OPENSEARCH_2_11 }),
  'AWS::OpenSearchService::Domain',
  ['EncryptionAtRestOptions.Enabled', 'NodeToNodeEncryptionOptions.Enabled', 'DomainEndpointOptions.EnforceHTTPS'],
);
one(
  'aws-opensearchservice.Domain with useUnsignedBasicAuth',
  {},
  (s) => new os.Domain(s, 'D', { version: os.EngineVersion.OPENSEARCH_2_11, useUnsignedBasicAuth: true }),
  'AWS::OpenSearchService::Domain',
  ['EncryptionAtRestOptions.Enabled', 'NodeToNodeEncryptionOptions.Enabled', 'DomainEndpointOptions.EnforceHTTPS'],
);
one(
  'aws-elasticsearch.Domain',
  {},
  (s) => new es.Domain(s, 'D', { version: es.ElasticsearchVersion.V7_10 }),
  'AWS::Elasticsearch::Domain',
  ['EncryptionAtRestOptions.Enabled', 'NodeToNodeEncryptionOptions.Enabled', 'DomainEndpointOptions.EnforceHTTPS'],
);
one(
  'aws-msk-alpha.Cluster',
  {},
  (s) => new msk.Cluster(s, 'D', { clusterName: 'c', kafkaVersion: msk.KafkaVersion.V3_5_1, vpc: vpc(s) }),
  'AWS::MSK::Cluster',
  ['EncryptionInfo.EncryptionInTransit.ClientBroker', 'EncryptionInfo.EncryptionInTransit.InCluster', 'EncryptionInfo.EncryptionAtRest'],
);
one('aws-s3.Bucket', {}, (s) => new s3.Bucket(s, 'D'), 'AWS::S3::Bucket', ['BucketEncryption']);
one('aws-s3.Bucket UNENCRYPTED', {}, (s) => new s3.Bucket(s, 'D', { encryption: s3.BucketEncryption.UNENCRYPTED }), 'AWS::S3::Bucket', [
  'BucketEncryption',
]);
one('aws-sqs.Queue', {}, (s) => new sqs.Queue(s, 'D'), 'AWS::SQS::Queue', ['SqsManagedSseEnabled', 'KmsMasterKeyId']);
one('aws-sqs.Queue UNENCRYPTED', {}, (s) => new sqs.Queue(s, 'D', { encryption: sqs.QueueEncryption.UNENCRYPTED }), 'AWS::SQS::Queue', [
  'SqsManagedSseEnabled',
]);
one(
  'aws-kinesis.Stream UNENCRYPTED',
  {},
  (s) => new kinesis.Stream(s, 'D', { encryption: kinesis.StreamEncryption.UNENCRYPTED }),
  'AWS::Kinesis::Stream',
  ['StreamEncryption'],
);
one(
  'aws-dynamodb.Table',
  {},
  (s) => new ddb.Table(s, 'D', { partitionKey: { name: 'p', type: ddb.AttributeType.STRING } }),
  'AWS::DynamoDB::Table',
  ['SSESpecification'],
);
one('aws-sns.Topic', {}, (s) => new sns.Topic(s, 'D'), 'AWS::SNS::Topic', ['KmsMasterKeyId']);
one(
  'aws-cloudfront.Distribution',
  {},
  (s) => new cf.Distribution(s, 'D', { defaultBehavior: { origin: new origins.HttpOrigin('x.example.org') } }),
  'AWS::CloudFront::Distribution',
  ['DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy', 'DistributionConfig.Origins.CustomOriginConfig.OriginProtocolPolicy'],
);
one(
  'aws-cloudfront.Distribution LoadBalancerV2Origin',
  {},
  (s) =>
    new cf.Distribution(s, 'D', {
      defaultBehavior: {
        origin: new origins.LoadBalancerV2Origin(new elbv2.ApplicationLoadBalancer(s, 'A', { vpc: vpc(s), internetFacing: true })),
      },
    }),
  'AWS::CloudFront::Distribution',
  ['DistributionConfig.Origins.CustomOriginConfig.OriginProtocolPolicy'],
);
one(
  'aws-cloudfront.Distribution S3StaticWebsiteOrigin',
  {},
  (s) =>
    new cf.Distribution(s, 'D', {
      defaultBehavior: { origin: new origins.S3StaticWebsiteOrigin(new s3.Bucket(s, 'B', { websiteIndexDocument: 'i' })) },
    }),
  'AWS::CloudFront::Distribution',
  ['DistributionConfig.Origins.CustomOriginConfig.OriginProtocolPolicy'],
);
one(
  'aws-cloudfront.Distribution S3Origin of a website bucket',
  {},
  (s) =>
    new cf.Distribution(s, 'D', {
      defaultBehavior: { origin: new origins.S3Origin(new s3.Bucket(s, 'B', { websiteIndexDocument: 'i' })) },
    }),
  'AWS::CloudFront::Distribution',
  ['DistributionConfig.Origins.CustomOriginConfig.OriginProtocolPolicy'],
);
one(
  'aws-cloudfront.CloudFrontWebDistribution',
  {},
  (s) =>
    new cf.CloudFrontWebDistribution(s, 'D', {
      originConfigs: [{ customOriginSource: { domainName: 'x.example.org' }, behaviors: [{ isDefaultBehavior: true }] }],
    }),
  'AWS::CloudFront::Distribution',
  ['DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy', 'DistributionConfig.Origins.CustomOriginConfig.OriginProtocolPolicy'],
);
const alb = (s, p = {}) => new elbv2.ApplicationLoadBalancer(s, 'A', { vpc: vpc(s), ...p });
const act = elbv2.ListenerAction.fixedResponse(200);
for (const [n, p] of Object.entries({
  'port 80': { port: 80 },
  'port 8080': { port: 8080 },
  'port 443 with a certificate': { port: 443, certificates: [elbv2.ListenerCertificate.fromArn('arn:x')] },
  'certificate only': { certificates: [elbv2.ListenerCertificate.fromArn('arn:x')] },
  'protocol HTTP': { protocol: elbv2.ApplicationProtocol.HTTP },
}))
  one(
    `aws-elasticloadbalancingv2.ApplicationListener ${n}`,
    {},
    (s) => alb(s).addListener('l', { ...p, defaultAction: act }),
    'AWS::ElasticLoadBalancingV2::Listener',
    ['Protocol', 'Port'],
  );
one(
  'aws-elasticloadbalancingv2.ApplicationLoadBalancer',
  {},
  (s) => alb(s).addListener('l', { port: 80, defaultAction: act }),
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  ['Scheme'],
);
const fs = (s, p = {}) =>
  new ecsp.ApplicationLoadBalancedFargateService(s, 'F', { taskImageOptions: { image: ecs.ContainerImage.fromRegistry('x') }, ...p });
one('aws-ecs-patterns.ApplicationLoadBalancedFargateService', {}, (s) => fs(s), 'AWS::ElasticLoadBalancingV2::Listener', [
  'Protocol',
  'Port',
]);
one('aws-ecs-patterns.ApplicationLoadBalancedFargateService scheme', {}, (s) => fs(s), 'AWS::ElasticLoadBalancingV2::LoadBalancer', [
  'Scheme',
]);
one(
  'aws-ecs-patterns.ApplicationLoadBalancedFargateService certificate',
  {},
  (s) =>
    fs(s, {
      certificate: L('aws-certificatemanager').Certificate.fromCertificateArn(s, 'C', 'arn:aws:acm:us-east-1:111111111111:certificate/x'),
    }),
  'AWS::ElasticLoadBalancingV2::Listener',
  ['Protocol', 'Port'],
);
one(
  'aws-elasticloadbalancing.LoadBalancer',
  {},
  (s) => new elb.LoadBalancer(s, 'A', { vpc: vpc(s), listeners: [{ externalPort: 80 }] }),
  'AWS::ElasticLoadBalancing::LoadBalancer',
  ['Listeners.Protocol', 'Listeners.InstanceProtocol'],
);
one(
  'aws-elasticache.CfnReplicationGroup',
  {},
  (s) => new ecache.CfnReplicationGroup(s, 'D', { replicationGroupDescription: 'x' }),
  'AWS::ElastiCache::ReplicationGroup',
  ['AtRestEncryptionEnabled', 'TransitEncryptionEnabled'],
);
one('aws-efs.CfnFileSystem', {}, (s) => new efs.CfnFileSystem(s, 'D', {}), 'AWS::EFS::FileSystem', ['Encrypted']);
one('aws-neptune.CfnDBCluster', {}, (s) => new neptune.CfnDBCluster(s, 'D', {}), 'AWS::Neptune::DBCluster', ['StorageEncrypted']);
one(
  'aws-dax.CfnCluster',
  {},
  (s) => new dax.CfnCluster(s, 'D', { iamRoleArn: 'x', nodeType: 'x', replicationFactor: 1 }),
  'AWS::DAX::Cluster',
  ['SSESpecification'],
);

// What is negotiated where nothing is said: the policy of a listener, of a distribution, of a domain.
const acm = L('aws-certificatemanager');
const certificate = (s) => acm.Certificate.fromCertificateArn(s, 'C', 'arn:aws:acm:us-east-1:111111111111:certificate/x');
const origin = () => new origins.HttpOrigin('a.example.com');
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const DISTRIBUTION = 'AWS::CloudFront::Distribution';
const web = (s, p = {}) =>
  new cf.CloudFrontWebDistribution(s, 'D', {
    originConfigs: [{ customOriginSource: { domainName: 'a.example.com' }, behaviors: [{ isDefaultBehavior: true }] }],
    ...p,
  });
const viewer = ['DistributionConfig.ViewerCertificate'];
const minimum = ['DistributionConfig.ViewerCertificate.MinimumProtocolVersion'];
one(
  'tls aws-elasticloadbalancingv2.ApplicationListener',
  {},
  (s) => alb(s).addListener('l', { protocol: elbv2.ApplicationProtocol.HTTPS, certificates: [certificate(s)], defaultAction: act }),
  LISTENER,
  ['SslPolicy'],
);
one(
  'tls aws-elasticloadbalancingv2.NetworkListener',
  {},
  (s) =>
    new elbv2.NetworkLoadBalancer(s, 'N', { vpc: vpc(s) }).addListener('l', {
      port: 443,
      protocol: elbv2.Protocol.TLS,
      certificates: [certificate(s)],
      defaultTargetGroups: [
        new elbv2.NetworkTargetGroup(s, 'T', { port: 443, targetType: elbv2.TargetType.IP, vpc: s.node.findChild('V') }),
      ],
    }),
  LISTENER,
  ['SslPolicy'],
);
one('tls aws-ecs-patterns.ApplicationLoadBalancedFargateService', {}, (s) => fs(s, { certificate: certificate(s) }), LISTENER, [
  'SslPolicy',
]);
one(
  'tls aws-cloudfront.Distribution',
  {},
  (s) => new cf.Distribution(s, 'D', { defaultBehavior: { origin: origin() } }),
  DISTRIBUTION,
  viewer,
);
one(
  'tls aws-cloudfront.Distribution certificate',
  {},
  (s) =>
    new cf.Distribution(s, 'D', { defaultBehavior: { origin: origin() }, domainNames: ['a.example.com'], certificate: certificate(s) }),
  DISTRIBUTION,
  minimum,
);
one('tls aws-cloudfront.CloudFrontWebDistribution', {}, (s) => web(s), DISTRIBUTION, viewer);
one(
  'tls aws-cloudfront.ViewerCertificate.fromAcmCertificate',
  {},
  (s) => web(s, { viewerCertificate: cf.ViewerCertificate.fromAcmCertificate(certificate(s)) }),
  DISTRIBUTION,
  minimum,
);
one(
  'tls aws-cloudfront.ViewerCertificate.fromIamCertificate VIP',
  {},
  (s) => web(s, { viewerCertificate: cf.ViewerCertificate.fromIamCertificate('x', { sslMethod: cf.SSLMethod.VIP }) }),
  DISTRIBUTION,
  minimum,
);
one(
  'tls aws-elasticsearch.Domain',
  {},
  (s) => new es.Domain(s, 'D', { version: es.ElasticsearchVersion.V7_10 }),
  'AWS::Elasticsearch::Domain',
  ['DomainEndpointOptions.TLSSecurityPolicy'],
);
one(
  'tls aws-opensearchservice.Domain',
  {},
  (s) => new os.Domain(s, 'D', { version: os.EngineVersion.OPENSEARCH_2_11 }),
  'AWS::OpenSearchService::Domain',
  ['DomainEndpointOptions.TLSSecurityPolicy'],
);

const version = require('aws-cdk-lib/package.json').version;
const file = join(dirname(fileURLToPath(import.meta.url)), 'defaults.json');
const text = `${JSON.stringify({ 'aws-cdk-lib': version, alpha: require('@aws-cdk/aws-msk-alpha/package.json').version, cases }, null, 2)}\n`;
if (process.argv[3] === '--check') {
  const frozen = JSON.parse(readFileSync(file, 'utf8'));
  const differing = Object.keys({ ...frozen.cases, ...cases }).filter(
    (name) => JSON.stringify(frozen.cases[name]) !== JSON.stringify(cases[name]),
  );
  for (const name of differing)
    console.error(`${name}: frozen ${JSON.stringify(frozen.cases[name])}, synthesised ${JSON.stringify(cases[name])}`);
  console.log(`aws-cdk-lib ${version}: ${Object.keys(cases).length} constructs synthesised, ${differing.length} other than frozen`);
  process.exitCode = differing.length > 0 ? 1 : 0;
} else writeFileSync(file, text);
