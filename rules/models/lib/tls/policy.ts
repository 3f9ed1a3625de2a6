/** Named TLS policies of clouds, as a property says them: a CDK enum, a string, or a list of versions. */
import type { Answer, Emit, Query, Ref, SuiteList, TlsVersion, Value } from '../../../../engine/rule/index.ts';
import { alternatives, stringOf } from '../../../../engine/rule/index.ts';
import { cdkEnum, type Policy, type PolicyVendor, policyOf } from '../../../data/tls/policies.ts';
import { lowestNamed, parseTlsVersion } from '../../../data/tls/versions.ts';
import { cdkName } from '../cdk-key.ts';
import { type Aspects, emitSetting, type Reader, settingAnswer } from './endpoint.ts';
import type { Setting } from './settings.ts';

/** Whose policies a property names; where it may be several vendors', the value tells which. */
const VENDORS: Readonly<Record<string, readonly PolicyVendor[]>> = {
  sslPolicy: ['elb'],
  SslPolicy: ['elb'],
  ssl_policy: ['elb'],
  minimumProtocolVersion: ['cloudfront'],
  MinimumProtocolVersion: ['cloudfront'],
  minimum_protocol_version: ['cloudfront'],
  securityPolicy: ['apigateway', 'cloudfront'],
  SecurityPolicy: ['apigateway'],
  security_policy: ['apigateway'],
  tlsSecurityPolicy: ['opensearch'],
  TLSSecurityPolicy: ['opensearch'],
  predefinedPolicy: ['azure-appgw'],
};
const ORIGINS: readonly string[] = ['originSslProtocols', 'allowedOriginSSLVersions', 'OriginSSLProtocols'];
const SERVICES: Readonly<Record<string, PolicyVendor>> = {
  'aws-elasticloadbalancingv2': 'elb',
  'aws-cloudfront': 'cloudfront',
  'aws-apigateway': 'apigateway',
  'aws-apigatewayv2': 'apigatewayv2',
  'aws-opensearchservice': 'opensearch',
  'aws-elasticsearch': 'opensearch',
};
/** Properties that mean a TLS policy wherever they stand. */
const SURE: ReadonlySet<string> = new Set([
  'sslPolicy',
  'SslPolicy',
  'minimumProtocolVersion',
  'MinimumProtocolVersion',
  'tlsSecurityPolicy',
  'TLSSecurityPolicy',
]);

export const POLICY_NAMES: ReadonlySet<string> = new Set(Object.keys(VENDORS));
export const ORIGIN_NAMES: ReadonlySet<string> = new Set(ORIGINS);

/** The policy that a value names, if it is one of these vendors'. */
export function policyIn(value: Value, vendors: readonly PolicyVendor[]): Policy | undefined {
  if (value.is === 'ext') {
    const name = cdkName(value.key);
    const vendor = name && SERVICES[name.service];
    const text = name && cdkEnum(`${name.service}.${name.name}`);
    return vendor && text !== undefined ? policyOf(vendor, text) : undefined;
  }
  const text = stringOf(value);
  if (text === undefined) return undefined;
  for (const vendor of vendors) {
    const policy = policyOf(vendor, text) ?? policyOf(vendor, text.toUpperCase());
    if (policy) return policy;
  }
  return undefined;
}

export function aspectsOf(policies: Answer<Policy>): Aspects {
  const suites = policies.alternatives.flatMap((one): Answer<SuiteList>['alternatives'] => {
    if (one.is !== 'known') return [one];
    const { name, notAead, onlyChoice } = one.value;
    return notAead && !onlyChoice ? [{ is: 'known', value: { name, notAead }, from: one.from }] : [];
  });
  return {
    minVersion: {
      alternatives: policies.alternatives.map((one) =>
        one.is === 'known' ? { is: 'known', value: one.value.minVersion, from: one.from } : one,
      ),
    },
    suites: suites.some((one) => one.is !== 'absent') ? { alternatives: suites } : undefined,
  };
}

export function judgePolicy(q: Query, emit: Emit, setting: Setting): void {
  const { name } = setting;
  const vendors = VENDORS[name] ?? [];
  const read: Reader<Policy> = (one) => {
    const policy = policyIn(one, vendors);
    if (policy) return policy;
    // A bare version, as other clouds write it under the same name.
    const text = stringOf(one);
    const version = text === undefined ? undefined : parseTlsVersion(text);
    if (version !== undefined && SURE.has(name)) return bare(version, text ?? '');
    return SURE.has(name) && one.is === 'known' && typeof one.v === 'string' ? undefined : 'drop';
  };
  emitSetting(q, emit, setting, POLICY_NAMES, 'resource', (at): Aspects => {
    const policies = settingAnswer(q, at, POLICY_NAMES, read);
    const known = policies?.alternatives.some((one) => one.is === 'known');
    return policies && (known || SURE.has(name)) ? aspectsOf(policies) : {};
  });
}

function bare(version: TlsVersion, name: string): Policy {
  return { vendor: 'elb', name, minVersion: version, onlyChoice: true, source: '', checkedOn: '' };
}

/** The versions that CloudFront may use towards an origin. */
export function judgeOrigin(q: Query, emit: Emit, setting: Setting): void {
  const { value, holder } = setting;
  if (holder !== undefined && isClear(q, value, holder)) return;
  const read: Reader<TlsVersion> = (one) => {
    const items = q.items(one)?.map((item) => protocolText(item));
    if (!items || items.length === 0) return one.is === 'list' ? undefined : 'drop';
    return items.includes(undefined) ? undefined : lowestNamed(items as string[]);
  };
  emitSetting(q, emit, setting, ORIGIN_NAMES, 'resource', (at) => ({ minVersion: settingAnswer(q, at, ORIGIN_NAMES, read) }));
}

function protocolText(item: Value): string | undefined {
  const name = item.is === 'ext' ? cdkName(item.key) : undefined;
  return name ? cdkEnum(`${name.service}.${name.name}`) : stringOf(item);
}

/** The origin is spoken to without TLS at all: then its versions mean nothing, and the clear text is the other rule's matter. */
function isClear(q: Query, at: Ref, holder: number): boolean {
  const object = q.value(q.part(at, holder));
  return ['originProtocolPolicy', 'protocolPolicy', 'OriginProtocolPolicy'].some((name) =>
    alternatives(q.prop(object, name)).some((one) => /^http-only$|HTTP_ONLY$/.test(one.is === 'ext' ? one.key : (stringOf(one) ?? ''))),
  );
}
