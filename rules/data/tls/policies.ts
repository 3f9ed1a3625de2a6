/**
 * Named TLS policies of cloud vendors, and the enums by which aws-cdk-lib names them. The tables are `policies.json` and `cdk-enums.json`; this file only
 * reads names. An unknown name claims nothing.
 */

import type { TlsVersion } from '../../../engine/rule/index.ts';
import enums from './cdk-enums.json' with { type: 'json' };
import table from './policies.json' with { type: 'json' };

/** Whose policies. `elb` covers application, network and classic load balancers; `cloudfront` is the viewer's side of CloudFront. */
export type PolicyVendor = keyof typeof table.vendors;

export interface Policy {
  readonly vendor: PolicyVendor;
  readonly name: string;
  /** The lowest version it lets through. For a Google profile: where `minTlsVersion` is not said. */
  readonly minVersion: TlsVersion;
  /** Suites below GCM, by their OpenSSL names; empty where there are none. Absent: the vendor does not say, or its statement was not read. */
  readonly notAead?: readonly string[];
  /** The vendor offers nothing with better suites at this place. */
  readonly onlyChoice: boolean;
  readonly source: string;
  /** Year and month. */
  readonly checkedOn: string;
}

interface Row {
  readonly name: string;
  readonly min: string;
  /** Names of `groups`, separated by spaces. */
  readonly notAead: string | null;
  readonly source: string;
}

const GROUPS: ReadonlyMap<string, string> = new Map(Object.entries(table.groups));
const SOURCES: ReadonlyMap<string, string> = new Map(Object.entries(table.sources));

export const POLICY_VENDORS: readonly PolicyVendor[] = Object.keys(table.vendors) as PolicyVendor[];

const POLICIES: ReadonlyMap<PolicyVendor, ReadonlyMap<string, Policy>> = new Map(
  POLICY_VENDORS.map((vendor) => {
    const { onlyChoice, policies } = table.vendors[vendor];
    return [vendor, new Map(policies.map((row) => [row.name, read(vendor, onlyChoice, row)]))];
  }),
);

function read(vendor: PolicyVendor, onlyChoice: boolean, { name, min, notAead, source }: Row): Policy {
  const suites = notAead
    ?.split(' ')
    .filter(Boolean)
    .flatMap((group) => (GROUPS.get(group) ?? '').split(' '));
  return {
    vendor,
    name,
    minVersion: min as TlsVersion,
    ...(suites ? { notAead: suites } : {}),
    onlyChoice,
    source: SOURCES.get(source) ?? source,
    checkedOn: table.checkedOn,
  };
}

/** The policy of that exact name; undefined for a name that is unknown, or known without any statement about it. */
export function policyOf(vendor: PolicyVendor, name: string): Policy | undefined {
  return POLICIES.get(vendor)?.get(name);
}

/** All policies of a vendor about which something is known. */
export function policiesOf(vendor: PolicyVendor): readonly Policy[] {
  return [...(POLICIES.get(vendor)?.values() ?? [])];
}

/**
 * What holds where no policy is said: for a load balancer's listener made by CDK, CloudFormation, Terraform or an SDK (the console has another), a custom
 * domain name of API Gateway, a custom domain of Front Door, a Google load balancer.
 * @returns undefined where the default hangs on more than that.
 */
export function defaultPolicy(vendor: PolicyVendor): Policy | undefined {
  const { default: name } = table.vendors[vendor];
  return name === null ? undefined : policyOf(vendor, name);
}

/** The version of aws-cdk-lib that the enums were read from. */
export const CDK_ENUMS_SOURCE: string = enums.source;

const ENUMS: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  Object.entries(enums.enums).map(([path, members]) => [path, new Map(Object.entries(members))]),
);

/**
 * The value of an enum member of aws-cdk-lib: `aws-elasticloadbalancingv2.SslPolicy.RECOMMENDED` → `ELBSecurityPolicy-2016-08`. The module may also be
 * written `aws_elasticloadbalancingv2`, or behind `aws-cdk-lib/`, `aws-cdk-lib.` or `@aws-cdk/`.
 */
export function cdkEnum(path: string): string | undefined {
  const match = /^(?:aws-cdk-lib[/.]|@aws-cdk\/)?([\w-]+)\.(\w+)\.(\w+)$/.exec(path);
  if (!match) return undefined;
  const [, module, name, member] = match as unknown as readonly [string, string, string, string];
  return ENUMS.get(`${module.replaceAll('_', '-')}.${name}`)?.get(member);
}
