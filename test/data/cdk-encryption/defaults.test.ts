/**
 * What the rules claim of the AWS CDK's defaults is what the CDK itself leaves out or writes: `defaults.json` holds what synthesising with the
 * version named there gave (see refresh.mjs), and every construct below, written without a word about encryption, must be judged accordingly.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Rule } from '../../../engine/rule/rule.ts';
import { analyse } from '../../../engine/workspace/analyse.ts';
import { models } from '../../../rules/registry.generated.ts';
import unencryptedStorage from '../../../rules/storage/unencrypted-storage.ts';
import cleartextTransport from '../../../rules/transit/cleartext-transport.ts';
import tlsMinVersion from '../../../rules/transit/tls-min-version.ts';
import { inputOf } from '../../support/project.ts';

interface Frozen {
  readonly 'aws-cdk-lib': string;
  readonly cases: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}
const frozen = JSON.parse(readFileSync(join(import.meta.dirname, 'defaults.json'), 'utf8')) as Frozen;

/** The last resource of a case: the one that the construct itself made. */
function synthesised(name: string, property: string): unknown {
  const resource = frozen.cases[name]?.at(-1);
  if (!resource || !(property in resource)) throw new Error(`defaults.json has no ${property} of ${name}: run refresh.mjs`);
  return resource[property];
}

function judged(rule: unknown, text: string): string[] {
  const texts = { 'package.json': '{"dependencies":{"aws-cdk-lib":"2"}}', 'stack.ts': text };
  const { report } = analyse({ ...inputOf(texts), models, rules: [rule as Rule] });
  return [...report.findings.map(() => 'breaks'), ...report.evidence.map((one) => one.is)].sort();
}

const make = (module: string, cls: string, props = '{ vpc }'): string =>
  `import * as lib from '${module}';\nimport { scope, vpc } from 'shared-network';\nnew lib.${cls}(scope, 'X', ${props});\n`;

/** The case, the property that tells, and the same in source. */
const STORES: readonly (readonly [name: string, property: string, source: string])[] = [
  ['aws-rds.DatabaseInstance', 'StorageEncrypted', make('aws-cdk-lib/aws-rds', 'DatabaseInstance')],
  [
    'aws-rds.DatabaseInstance with a key',
    'StorageEncrypted',
    make('aws-cdk-lib/aws-rds', 'DatabaseInstance', '{ vpc, storageEncryptionKey: vpc }'),
  ],
  ['aws-rds.DatabaseCluster', 'StorageEncrypted', make('aws-cdk-lib/aws-rds', 'DatabaseCluster')],
  ['aws-docdb.DatabaseCluster', 'StorageEncrypted', make('aws-cdk-lib/aws-docdb', 'DatabaseCluster')],
  ['aws-neptune-alpha.DatabaseCluster', 'StorageEncrypted', make('@aws-cdk/aws-neptune-alpha', 'DatabaseCluster')],
  ['aws-neptune.CfnDBCluster', 'StorageEncrypted', make('aws-cdk-lib/aws-neptune', 'CfnDBCluster')],
  ['aws-redshift-alpha.Cluster', 'Encrypted', make('@aws-cdk/aws-redshift-alpha', 'Cluster')],
  ['aws-ec2.Volume', 'Encrypted', make('aws-cdk-lib/aws-ec2', 'Volume', "{ availabilityZone: 'a' }")],
  ['aws-efs.FileSystem', 'Encrypted', make('aws-cdk-lib/aws-efs', 'FileSystem')],
  ['aws-efs.CfnFileSystem', 'Encrypted', make('aws-cdk-lib/aws-efs', 'CfnFileSystem', '{}')],
  ['aws-kinesis.Stream', 'StreamEncryption', make('aws-cdk-lib/aws-kinesis', 'Stream', '{}')],
  ['aws-kinesis.CfnStream', 'StreamEncryption', make('aws-cdk-lib/aws-kinesis', 'CfnStream', '{}')],
  ['aws-opensearchservice.Domain', 'EncryptionAtRestOptions.Enabled', make('aws-cdk-lib/aws-opensearchservice', 'Domain', '{}')],
  [
    'aws-opensearchservice.Domain with useUnsignedBasicAuth',
    'EncryptionAtRestOptions.Enabled',
    make('aws-cdk-lib/aws-opensearchservice', 'Domain', '{ useUnsignedBasicAuth: true }'),
  ],
  ['aws-elasticsearch.Domain', 'EncryptionAtRestOptions.Enabled', make('aws-cdk-lib/aws-elasticsearch', 'Domain', '{}')],
  [
    'aws-elasticache.CfnReplicationGroup',
    'AtRestEncryptionEnabled',
    make('aws-cdk-lib/aws-elasticache', 'CfnReplicationGroup', "{ replicationGroupDescription: 'x' }"),
  ],
  ['aws-dax.CfnCluster', 'SSESpecification', make('aws-cdk-lib/aws-dax', 'CfnCluster', '{}')],
  [
    'aws-ec2.Instance blockDevices',
    'BlockDeviceMappings.Ebs.Encrypted',
    "import { BlockDeviceVolume } from 'aws-cdk-lib/aws-ec2';\nexport const disk = BlockDeviceVolume.ebs(10);\n",
  ],
];

const OFF = new Set<unknown>([null, false, 'allow-all', 'http-only', 'HTTP', 'http']);

describe(`unencrypted-storage and aws-cdk-lib ${frozen['aws-cdk-lib']}`, () => {
  for (const [name, property, source] of STORES) {
    test(name, () => {
      expect(judged(unencryptedStorage, source)).toEqual([OFF.has(synthesised(name, property)) ? 'breaks' : 'keeps']);
    });
  }
  test.each(['aws-s3.Bucket', 'aws-sqs.Queue', 'aws-sns.Topic', 'aws-dynamodb.Table'])(
    '%s leaves it to the service, which encrypts by itself',
    (name) => {
      const [module = '', cls = ''] = name.split('.');
      expect(Object.values(frozen.cases[name]?.[0] ?? {})).not.toContain(false);
      expect(judged(unencryptedStorage, make(`aws-cdk-lib/${module}`, cls, '{}'))).toEqual([]);
    },
  );
});

const WIRES: readonly (readonly [name: string, property: string, source: string])[] = [
  [
    'aws-elasticache.CfnReplicationGroup',
    'TransitEncryptionEnabled',
    make('aws-cdk-lib/aws-elasticache', 'CfnReplicationGroup', "{ replicationGroupDescription: 'x' }"),
  ],
  [
    'aws-opensearchservice.Domain',
    'DomainEndpointOptions.EnforceHTTPS',
    make('aws-cdk-lib/aws-opensearchservice', 'Domain', '{ nodeToNodeEncryption: true }'),
  ],
  [
    'aws-opensearchservice.Domain',
    'NodeToNodeEncryptionOptions.Enabled',
    make('aws-cdk-lib/aws-opensearchservice', 'Domain', '{ enforceHttps: true }'),
  ],
  [
    'aws-cloudfront.Distribution',
    'DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy',
    make('aws-cdk-lib/aws-cloudfront', 'Distribution', '{ defaultBehavior: { origin: vpc } }'),
  ],
  [
    'aws-cloudfront.Distribution S3StaticWebsiteOrigin',
    'DistributionConfig.Origins.CustomOriginConfig.OriginProtocolPolicy',
    "import { S3StaticWebsiteOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';\nimport { bucket } from 'shared-network';\nexport const origin = new S3StaticWebsiteOrigin(bucket);\n",
  ],
  ['aws-msk-alpha.Cluster', 'EncryptionInfo.EncryptionInTransit.ClientBroker', make('@aws-cdk/aws-msk-alpha', 'Cluster')],
  [
    'aws-ecs-patterns.ApplicationLoadBalancedFargateService',
    'Protocol',
    make('aws-cdk-lib/aws-ecs-patterns', 'ApplicationLoadBalancedFargateService'),
  ],
  [
    'aws-ecs-patterns.ApplicationLoadBalancedFargateService certificate',
    'Protocol',
    make('aws-cdk-lib/aws-ecs-patterns', 'ApplicationLoadBalancedFargateService', '{ certificate: vpc }'),
  ],
  [
    'aws-elasticloadbalancingv2.ApplicationListener port 80',
    'Protocol',
    make('aws-cdk-lib/aws-elasticloadbalancingv2', 'ApplicationListener', '{ loadBalancer: vpc, port: 80, defaultTargetGroups: [] }'),
  ],
  [
    'aws-elasticloadbalancingv2.ApplicationListener port 8080',
    'Protocol',
    make('aws-cdk-lib/aws-elasticloadbalancingv2', 'ApplicationListener', '{ loadBalancer: vpc, port: 8080, defaultTargetGroups: [] }'),
  ],
  [
    'aws-elasticloadbalancingv2.ApplicationListener port 443 with a certificate',
    'Protocol',
    make('aws-cdk-lib/aws-elasticloadbalancingv2', 'ApplicationListener', '{ loadBalancer: vpc, port: 443, certificates: [vpc] }'),
  ],
];

describe(`cleartext-transport and aws-cdk-lib ${frozen['aws-cdk-lib']}`, () => {
  for (const [name, property, source] of WIRES) {
    test(`${name}: ${property}`, () => {
      expect(new Set(judged(cleartextTransport, source))).toContain(OFF.has(synthesised(name, property)) ? 'breaks' : 'keeps');
    });
  }
  test('a balancer is internal unless told otherwise', () => {
    expect(synthesised('aws-elasticloadbalancingv2.ApplicationLoadBalancer', 'Scheme')).toBe('internal');
  });
});

/** What the template says, in full: a policy, or nothing, where the service's own old default holds. */
const POLICIES: readonly (readonly [name: string, property: string, said: unknown, source: string, verdict: 'breaks' | 'keeps'])[] = [
  [
    'aws-elasticloadbalancingv2.ApplicationListener',
    'SslPolicy',
    null,
    make('aws-cdk-lib/aws-elasticloadbalancingv2', 'ApplicationListener', '{ loadBalancer: vpc, port: 443, certificates: [vpc] }'),
    'breaks',
  ],
  [
    'aws-elasticloadbalancingv2.NetworkListener',
    'SslPolicy',
    null,
    make('aws-cdk-lib/aws-elasticloadbalancingv2', 'NetworkListener', '{ loadBalancer: vpc, port: 443, certificates: [vpc] }'),
    'breaks',
  ],
  [
    'aws-ecs-patterns.ApplicationLoadBalancedFargateService',
    'SslPolicy',
    null,
    make('aws-cdk-lib/aws-ecs-patterns', 'ApplicationLoadBalancedFargateService', '{ certificate: vpc }'),
    'breaks',
  ],
  [
    'aws-cloudfront.Distribution',
    'DistributionConfig.ViewerCertificate',
    null,
    make('aws-cdk-lib/aws-cloudfront', 'Distribution', '{ defaultBehavior: { origin: vpc } }'),
    'breaks',
  ],
  [
    'aws-cloudfront.Distribution certificate',
    'DistributionConfig.ViewerCertificate.MinimumProtocolVersion',
    'TLSv1.2_2021',
    make('aws-cdk-lib/aws-cloudfront', 'Distribution', '{ defaultBehavior: { origin: vpc }, certificate: vpc }'),
    'keeps',
  ],
  [
    'aws-cloudfront.CloudFrontWebDistribution',
    'DistributionConfig.ViewerCertificate',
    { CloudFrontDefaultCertificate: true },
    make('aws-cdk-lib/aws-cloudfront', 'CloudFrontWebDistribution', '{ originConfigs: [] }'),
    'breaks',
  ],
  ...['', ', { sslMethod: lib.SSLMethod.VIP }'].map(
    (options) =>
      [
        `aws-cloudfront.ViewerCertificate.from${options ? 'Iam' : 'Acm'}Certificate${options ? ' VIP' : ''}`,
        'DistributionConfig.ViewerCertificate.MinimumProtocolVersion',
        null,
        `import * as lib from 'aws-cdk-lib/aws-cloudfront';\nimport { vpc } from 'shared-network';\nexport const viewer = lib.ViewerCertificate.from${options ? 'Iam' : 'Acm'}Certificate(vpc${options});\n`,
        'breaks',
      ] as const,
  ),
  [
    'aws-elasticsearch.Domain',
    'DomainEndpointOptions.TLSSecurityPolicy',
    'Policy-Min-TLS-1-0-2019-07',
    make('aws-cdk-lib/aws-elasticsearch', 'Domain', '{ version: vpc }'),
    'breaks',
  ],
  [
    'aws-opensearchservice.Domain',
    'DomainEndpointOptions.TLSSecurityPolicy',
    'Policy-Min-TLS-1-2-2019-07',
    make('aws-cdk-lib/aws-opensearchservice', 'Domain', '{ version: vpc }'),
    'keeps',
  ],
];

describe(`tls-min-version and aws-cdk-lib ${frozen['aws-cdk-lib']}`, () => {
  test.each(POLICIES)('%s: %s', (name, property, said, source, verdict) => {
    expect(synthesised(`tls ${name}`, property)).toEqual(said);
    expect(judged(tlsMinVersion, source)).toEqual([verdict]);
  });
});
