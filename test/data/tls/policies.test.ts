/** The tables of named policies: whole, consistent with the table of suites, and right at the places where names mislead. */
import { describe, expect, it } from 'vitest';
import enums from '../../../rules/data/tls/cdk-enums.json' with { type: 'json' };
import table from '../../../rules/data/tls/policies.json' with { type: 'json' };
import { cdkEnum, defaultPolicy, POLICY_VENDORS, type PolicyVendor, policiesOf, policyOf } from '../../../rules/data/tls/policies.ts';
import { isStrongName } from '../../../rules/data/tls/suites.ts';
import { parseTlsVersion, TLS_VERSIONS } from '../../../rules/data/tls/versions.ts';

const weak = (vendor: PolicyVendor, name: string): number | undefined => policyOf(vendor, name)?.notAead?.length;

describe('every row', () => {
  const rows = POLICY_VENDORS.flatMap((vendor) => policiesOf(vendor).map((policy) => [`${vendor} ${policy.name}`, policy] as const));

  it('is there', () => expect(rows.length).toBeGreaterThan(80));

  it.each(rows)('%s has a version, a source, and suites that are below GCM', (_, { minVersion, notAead, source, checkedOn }) => {
    expect(TLS_VERSIONS).toContain(minVersion);
    expect(source).not.toMatch(/^[\w-]+$/);
    expect(checkedOn).toMatch(/^20\d\d-\d\d$/);
    expect((notAead ?? []).filter((name) => isStrongName(name) !== false)).toEqual([]);
    expect(new Set(notAead).size).toBe(notAead?.length ?? 0);
    if (minVersion === '1.3') expect(notAead).toEqual([]);
  });

  it.each(POLICY_VENDORS)('%s: what is unverified is unknown', (vendor) => {
    for (const name of table.vendors[vendor].unverified) expect(policyOf(vendor, name)).toBeUndefined();
  });

  it('names only groups and sources that exist', () => {
    const used = POLICY_VENDORS.flatMap((vendor) =>
      table.vendors[vendor].policies.flatMap(({ notAead }: { notAead: string | null }) => (notAead ?? '').split(' ').filter(Boolean)),
    );
    expect([...new Set(used)].filter((group) => !(group in table.groups))).toEqual([]);
    expect(Object.keys(table.groups).filter((group) => !used.includes(group))).toEqual([]);
    expect(POLICY_VENDORS.flatMap((vendor) => table.vendors[vendor].policies.filter(({ source }) => !(source in table.sources)))).toEqual(
      [],
    );
  });
});

describe('names and what they hide', () => {
  it('of load balancers', () => {
    expect(policyOf('elb', 'ELBSecurityPolicy-2016-08')?.minVersion).toBe('1.0');
    expect(weak('elb', 'ELBSecurityPolicy-TLS13-1-2-2021-06')).toBe(4);
    expect(weak('elb', 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06')).toBe(0);
    expect(weak('elb', 'ELBSecurityPolicy-FS-1-2-Res-2020-10')).toBe(0);
    expect(weak('elb', 'ELBSecurityPolicy-FS-1-2-Res-2019-08')).toBe(4);
    expect(policyOf('elb', 'ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09')).toMatchObject({ minVersion: '1.2' });
    expect(weak('elb', 'ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09')).toBeUndefined();
    expect(policyOf('elb', 'elbsecuritypolicy-2016-08')).toBeUndefined();
    expect(policyOf('elb', 'ELBSecurityPolicy-2031-01')).toBeUndefined();
  });

  it('of the two sides of CloudFront', () => {
    expect(weak('cloudfront', 'TLSv1.2_2019')).toBe(4);
    expect(weak('cloudfront', 'TLSv1.2_2021')).toBe(0);
    expect(policyOf('cloudfront', 'TLSv1.2')).toBeUndefined();
    expect(policyOf('cloudfront-origin', 'TLSv1.2')).toMatchObject({ minVersion: '1.2', onlyChoice: true });
  });

  it('of other services', () => {
    expect(policyOf('apigateway', 'TLS_1_0')?.minVersion).toBe('1.0');
    expect(weak('apigateway', 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09')).toBe(0);
    expect(weak('apigateway', 'TLS_1_2')).toBeGreaterThan(0);
    expect(policyOf('opensearch', 'Policy-Min-TLS-1-0-2019-07')?.minVersion).toBe('1.0');
    expect(policyOf('azure-appgw', 'AppGwSslPolicy20170401S')).toMatchObject({ minVersion: '1.2' });
    expect(weak('azure-appgw', 'AppGwSslPolicy20170401S')).toBe(10);
    expect(weak('azure-appgw', 'AppGwSslPolicy20220101')).toBe(4);
    expect(weak('azure-appgw', 'AppGwSslPolicy20220101S')).toBe(0);
    expect(weak('azure-frontdoor', 'TLS12_2023')).toBe(0);
    expect(weak('azure-frontdoor', 'TLS12_2022')).toBe(4);
    expect(weak('gcp-ssl-profile', 'COMPATIBLE')).toBe(3);
    expect(weak('gcp-ssl-profile', 'MODERN')).toBeUndefined();
  });

  it('of what holds when nothing is said', () => {
    expect(defaultPolicy('elb')?.name).toBe('ELBSecurityPolicy-2016-08');
    expect(defaultPolicy('gcp-ssl-profile')).toMatchObject({ name: 'COMPATIBLE', minVersion: '1.0' });
    expect(defaultPolicy('azure-appgw')).toBeUndefined();
    expect(defaultPolicy('cloudfront')).toBeUndefined();
  });
});

describe('enums of aws-cdk-lib', () => {
  it('are read under every way to write the module', () => {
    const value = 'ELBSecurityPolicy-2016-08';
    expect(cdkEnum('aws-elasticloadbalancingv2.SslPolicy.RECOMMENDED')).toBe(value);
    expect(cdkEnum('aws_elasticloadbalancingv2.SslPolicy.RECOMMENDED')).toBe(value);
    expect(cdkEnum('aws-cdk-lib/aws-elasticloadbalancingv2.SslPolicy.RECOMMENDED')).toBe(value);
    expect(cdkEnum('aws-cdk-lib.aws_elasticloadbalancingv2.SslPolicy.RECOMMENDED')).toBe(value);
    expect(cdkEnum('@aws-cdk/aws-elasticloadbalancingv2.SslPolicy.RECOMMENDED')).toBe(value);
    expect(cdkEnum('aws-elasticloadbalancingv2.SslPolicy.NOTHING')).toBeUndefined();
    expect(cdkEnum('aws-elasticloadbalancingv2.SslPolicy')).toBeUndefined();
    expect(cdkEnum('aws-elasticloadbalancingv2.SslPolicy.toString')).toBeUndefined();
  });

  const vendors: readonly (readonly [keyof typeof enums.enums, PolicyVendor])[] = [
    ['aws-elasticloadbalancingv2.SslPolicy', 'elb'],
    ['aws-cloudfront.SecurityPolicyProtocol', 'cloudfront'],
    ['aws-cloudfront.OriginSslPolicy', 'cloudfront-origin'],
    ['aws-apigateway.SecurityPolicy', 'apigateway'],
    ['aws-apigatewayv2.SecurityPolicy', 'apigatewayv2'],
    ['aws-opensearchservice.TLSSecurityPolicy', 'opensearch'],
    ['aws-elasticsearch.TLSSecurityPolicy', 'opensearch'],
  ];

  it.each(vendors)('%s: each member is a policy of %s', (path, vendor) => {
    const members = Object.keys(enums.enums[path]);
    expect(members.length).toBeGreaterThan(1);
    expect(members.filter((member) => policyOf(vendor, cdkEnum(`${path}.${member}`) ?? '') === undefined)).toEqual([]);
  });

  it('spell versions that can be read', () => {
    for (const version of Object.values(enums.enums['aws-cloudfront.OriginSslPolicy'])) {
      expect(policyOf('cloudfront-origin', version)?.minVersion).toBe(parseTlsVersion(version));
    }
  });
});
