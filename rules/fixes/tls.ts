/** Versions and named policies of TLS, raised to what is promised. Shared by the fixes of the rules about TLS. */
import type { FixContext, Node, Repair, TextEdit, TlsEndpoint, TlsVersion, Value } from '../../engine/rule/index.ts';
import { bare, insert, lastNameOf, optionsOf, quoted, replace, rewrite, setProperty, textOf } from '../../engine/rule/index.ts';
import { policyOf } from '../data/tls/policies.ts';
import { parseTlsVersion } from '../data/tls/versions.ts';
import { cdkImported } from './cdk.ts';

type Edits = readonly TextEdit[] | undefined;
type Floors = Readonly<Partial<Record<TlsVersion, string>>>;

/** By vendor, the policy of each floor whose suites are all authenticated ones; of API Gateway and OpenSearch the strictest that every domain may have. */
const POLICIES: Readonly<Record<string, Floors>> = {
  elb: { '1.2': 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06', '1.3': 'ELBSecurityPolicy-TLS13-1-3-2021-06' },
  cloudfront: { '1.2': 'TLSv1.2_2021', '1.3': 'TLSv1.3_2025' },
  opensearch: { '1.2': 'Policy-Min-TLS-1-2-PFS-2023-10' },
  'azure-appgw': { '1.2': 'AppGwSslPolicy20220101S' },
  'azure-frontdoor': { '1.2': 'TLS12_2023' },
};
/** The same by the enums of aws-cdk-lib. */
const MEMBERS: Readonly<Record<string, Floors>> = {
  SslPolicy: { '1.2': 'TLS13_RES', '1.3': 'TLS13_13' },
  SecurityPolicyProtocol: { '1.2': 'TLS_V1_2_2021', '1.3': 'TLS_V1_3_2025' },
  TLSSecurityPolicy: { '1.2': 'TLS_1_2_PFS' },
};

/** The named policy of the same vendor that keeps the promise; undefined for text that names no policy, or where there is none. */
export function strictPolicy(text: string, least: TlsVersion, cloudfront = false): string | undefined {
  for (const [vendor, floors] of Object.entries(POLICIES)) {
    // A bare version is CloudFront's policy only where CloudFront is asked.
    if (vendor === 'cloudfront' ? !cloudfront && parseTlsVersion(text) : false) continue;
    if (policyOf(vendor as Parameters<typeof policyOf>[0], text)) return floors[least];
  }
  return undefined;
}

/** `TLSv1` → `TLSv1.2`, `TLS1_0` → `TLS1_2`: the version raised, its spelling kept. */
export function raisedVersion(text: string, least: TlsVersion): string | undefined {
  const match = /^(.*?)1(?:([._-]?)[0-3])?(\+?)$/.exec(text);
  if (!match) return undefined;
  const [, head = '', separator, tail = ''] = match;
  const out = `${head}1${separator ?? (head.includes('_') ? '_' : '.')}${least.slice(2)}${tail}`;
  return parseTlsVersion(out) === least ? out : undefined;
}

/** A version or policy, where it is written: a string, a member of an enum, or a list of versions. */
export function raise(node: Node, least: TlsVersion, cloudfront: boolean): Edits {
  const text = textOf(node);
  if (text !== undefined) {
    const strict = strictPolicy(text, least, cloudfront) ?? raisedVersion(text, least);
    return strict === undefined ? undefined : [rewrite(node, strict)];
  }
  if (node.type !== 'MemberExpression') return undefined;
  const member = MEMBERS[lastNameOf(node.object) ?? ''];
  const name = member ? member[least] : raisedVersion(lastNameOf(node) ?? '', least);
  return name === undefined ? undefined : [replace(node.property, name)];
}

interface Unset {
  readonly property: string;
  readonly service?: string;
  readonly name: Floors;
  /** One of these must stand beside it. */
  readonly beside?: readonly string[];
}

const ENUM: Unset = {
  property: 'sslPolicy',
  service: 'aws-elasticloadbalancingv2',
  name: { '1.2': 'SslPolicy.TLS13_RES', '1.3': 'SslPolicy.TLS13_13' },
};
const TEXT: Unset = { property: 'sslPolicy', name: POLICIES['elb'] as Floors };

/** What is to be set where nothing is, by the API of the evidence. */
const UNSET: Readonly<Record<string, Unset>> = {
  addListener: ENUM,
  ApplicationListener: ENUM,
  NetworkListener: ENUM,
  ApplicationLoadBalancedFargateService: ENUM,
  ApplicationLoadBalancedEc2Service: ENUM,
  NetworkLoadBalancedFargateService: ENUM,
  NetworkLoadBalancedEc2Service: ENUM,
  CfnListener: TEXT,
  'lb.Listener': TEXT,
  ViewerCertificate: {
    property: 'securityPolicy',
    service: 'aws-cloudfront',
    name: { '1.2': 'SecurityPolicyProtocol.TLS_V1_2_2021', '1.3': 'SecurityPolicyProtocol.TLS_V1_3_2025' },
  },
  // Without a certificate of its own CloudFront takes TLSv1, whatever is said.
  'cloudfront.Distribution': {
    property: 'minimumProtocolVersion',
    name: POLICIES['cloudfront'] as Floors,
    beside: ['acmCertificateArn', 'iamCertificateId'],
  },
  Domain: { property: 'tlsSecurityPolicy', service: 'aws-elasticsearch', name: { '1.2': 'TLSSecurityPolicy.TLS_1_2' } },
  'compute.SSLPolicy': { property: 'minTlsVersion', name: { '1.2': 'TLS_1_2' } },
};

/** Says what nothing says: the property that the default leaves too low. */
export function setFloor(ctx: FixContext, node: Node, endpoint: TlsEndpoint, least: TlsVersion): Edits {
  const unset = UNSET[endpoint.api];
  const name = unset?.name[least];
  if (!unset || name === undefined) return undefined;
  const object = node.type === 'ObjectExpression' ? node : undefined;
  const call = node.type === 'CallExpression' && /^from(?:Acm|Iam)Certificate$/.test(lastNameOf(node.callee) ?? '') ? node : undefined;
  if (!object && !(call && call.arguments.length === 1 && !optionsOf(call))) return undefined;
  const has = (one: string): boolean => object?.properties.some((p) => p.type === 'Property' && lastNameOf(p.key) === one) === true;
  if (unset.beside && !unset.beside.some(has)) return undefined;
  const [first = '', rest = ''] = name.split('.');
  const value = unset.service ? cdkImported(ctx, unset.service, first) : { text: quoted(ctx, name), edits: [] };
  const written = unset.service ? `${value.text}.${rest}` : value.text;
  if (object) return [...value.edits, ...setProperty(ctx, object, unset.property, written)];
  return call && [...value.edits, insert(call.arguments[0]?.range[1] ?? 0, `, { ${unset.property}: ${written} }`)];
}

/** The node of a value in this file, behind `as const`. */
export function nodeOf(ctx: FixContext, from: Value): Node | undefined {
  return bare(ctx.node(from));
}

/** One repair of these edits, or none. */
export function one(edits: Edits, repair: Omit<Repair, 'edits'>): readonly Repair[] {
  return edits && edits.length > 0 ? [{ ...repair, edits }] : [];
}
