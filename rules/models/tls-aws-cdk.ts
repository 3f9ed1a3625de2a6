/** AWS CDK: listeners, distributions and domains that say nothing about TLS, and what then holds (aws-cdk-lib 2.276.0). */

import type { CallSite, Emit, Localized, Model, Query, Value } from '../../engine/rule/index.ts';
import { defineModel, known, numberOf } from '../../engine/rule/index.ts';
import { defaultPolicy, type Policy, type PolicyVendor, policyOf } from '../data/tls/policies.ts';
import { cdkName } from './lib/cdk-key.ts';
import { emitUnset, isClosed, isOverridden, isUnset, mayBe, whenUnset } from './lib/tls/unset.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

const LISTENER: Localized = {
  en: 'without sslPolicy the load balancer takes ELBSecurityPolicy-2016-08',
  ja: 'sslPolicy の指定がないため、ロードバランサーは ELBSecurityPolicy-2016-08 を使います',
};
const NO_CERTIFICATE: Localized = {
  en: 'without a certificate of its own the distribution keeps CloudFront’s policy TLSv1, whatever else is said',
  ja: '独自の証明書がないディストリビューションには、ほかの指定にかかわらず CloudFront の TLSv1 ポリシーが適用されます',
};
const LEGACY: Localized = {
  en: 'without securityPolicy a CloudFrontWebDistribution takes TLSv1',
  ja: 'securityPolicy の指定がないため、CloudFrontWebDistribution は TLSv1 を使います',
};

const named = (vendor: PolicyVendor, name: string): Policy => policyOf(vendor, name) as Policy;
const ELB = defaultPolicy('elb') as Policy;
const TLS_PORTS: readonly number[] = [443, 8443];

/** A listener speaks TLS by its protocol, or by its port where that is not said. */
function speaksTls(q: Query, props: Value, portName: string, certificates: string): boolean {
  const protocol = q.prop(props, 'protocol');
  if (!isUnset(protocol)) return mayBe(protocol, ['HTTPS', 'TLS']) === true;
  const port = numberOf(q.prop(props, portName));
  return port === undefined ? isGiven(q.prop(props, certificates)) : TLS_PORTS.includes(port);
}

function isGiven(value: Value): boolean {
  return value.is !== 'unknown' && value.is !== 'oneOf' && !isUnset(value) && !(value.is === 'list' && value.items.length === 0);
}

const listener =
  (props: number, portName = 'port', certificates = 'certificates'): Handler =>
  (call, q, emit) => {
    const given = call.arg(props);
    if (!speaksTls(q, given, portName, certificates)) return;
    const policies = whenUnset(q, q.prop(given, 'sslPolicy'), ELB);
    if (policies && !isOverridden(call.at.m, /(?:^|\.)sslPolicy$/i))
      emitUnset(emit, call, /([\w$]+)$/.exec(call.key)?.[1] ?? 'listener', policies, LISTENER);
  };

const distribution: Handler = (call, q, emit) => {
  const props = call.arg(2);
  const certificate = q.prop(props, 'certificate');
  if (isOverridden(call.at.m, /ViewerCertificate/i)) return;
  emitUnset(emit, call, 'cloudfront.Distribution', whenUnset(q, certificate, named('cloudfront', 'TLSv1')), NO_CERTIFICATE);
  const own = q.prop(props, 'minimumProtocolVersion');
  // The first version of the CDK had another default, which a flag of the project changed.
  if (isGiven(certificate) && isUnset(own) && !call.key.startsWith('@aws-cdk/')) {
    emitUnset(emit, call, 'cloudfront.Distribution', whenUnset(q, own, named('cloudfront', 'TLSv1.2_2021')));
  }
};

const webDistribution: Handler = (call, q, emit) => {
  const props = call.arg(2);
  if (isOverridden(call.at.m, /ViewerCertificate/i)) return;
  const alias = q.prop(props, 'aliasConfiguration');
  if (isUnset(alias)) {
    const viewer = q.prop(props, 'viewerCertificate');
    emitUnset(emit, call, 'CloudFrontWebDistribution', whenUnset(q, viewer, named('cloudfront', 'TLSv1')), NO_CERTIFICATE);
  } else if (isClosed(q, alias)) {
    emitUnset(emit, call, 'CloudFrontWebDistribution', whenUnset(q, q.prop(alias, 'securityPolicy'), named('cloudfront', 'TLSv1')), LEGACY);
  }
};

const viewerCertificate: Handler = (call, q, emit) => {
  const options = call.arg(1);
  const policy = mayBe(q.prop(options, 'sslMethod'), ['VIP']) === true ? 'SSLv3' : 'TLSv1';
  emitUnset(
    emit,
    call,
    'ViewerCertificate',
    whenUnset(q, isUnset(options) ? options : q.prop(options, 'securityPolicy'), named('cloudfront', policy)),
    LEGACY,
  );
};

const defaultCertificate: Handler = (call, q, emit) => {
  emitUnset(emit, call, 'ViewerCertificate', whenUnset(q, { is: 'absent', at: call.at }, named('cloudfront', 'TLSv1')), NO_CERTIFICATE);
};

const cfnDistribution: Handler = (call, q, emit) => {
  const config = q.prop(call.arg(2), 'distributionConfig');
  const viewer = q.prop(config, 'viewerCertificate');
  const fixed = q.prop(viewer, 'cloudFrontDefaultCertificate');
  const unset =
    fixed.is === 'known' && fixed.v === true
      ? ({ is: 'absent', at: fixed.at } as const)
      : config.is === 'object'
        ? viewer
        : known(false, call.at);
  if (!isOverridden(call.at.m, /ViewerCertificate/i))
    emitUnset(emit, call, 'CfnDistribution', whenUnset(q, unset, named('cloudfront', 'TLSv1')), NO_CERTIFICATE);
};

const domain =
  (policy: Policy): Handler =>
  (call, q, emit) => {
    if (isOverridden(call.at.m, /TLSSecurityPolicy/i)) return;
    emitUnset(emit, call, 'Domain', whenUnset(q, q.prop(call.arg(2), 'tlsSecurityPolicy'), policy));
  };

const pattern =
  (certificate: string): Handler =>
  (call, q, emit) => {
    const props = call.arg(2);
    const protocol = q.prop(props, 'protocol');
    if (!(isUnset(protocol) ? isGiven(q.prop(props, certificate)) : mayBe(protocol, ['HTTPS', 'TLS']) === true)) return;
    if (isOverridden(call.at.m, /(?:^|\.)sslPolicy$/i)) return;
    emitUnset(emit, call, /([\w$]+)$/.exec(call.key)?.[1] ?? '', whenUnset(q, q.prop(props, 'sslPolicy'), ELB), LISTENER);
  };

const HANDLERS: Readonly<Record<string, Handler>> = {
  'aws-elasticloadbalancingv2#ApplicationListener': listener(2),
  'aws-elasticloadbalancingv2#NetworkListener': listener(2),
  'aws-elasticloadbalancingv2#CfnListener': listener(2),
  'aws-cloudfront#Distribution': distribution,
  'aws-cloudfront#CloudFrontWebDistribution': webDistribution,
  'aws-cloudfront#ViewerCertificate.fromAcmCertificate': viewerCertificate,
  'aws-cloudfront#ViewerCertificate.fromIamCertificate': viewerCertificate,
  'aws-cloudfront#ViewerCertificate.fromCloudFrontDefaultCertificate': defaultCertificate,
  'aws-cloudfront#CfnDistribution': cfnDistribution,
  'aws-elasticsearch#Domain': domain(named('opensearch', 'Policy-Min-TLS-1-0-2019-07')),
  'aws-opensearchservice#Domain': domain(named('opensearch', 'Policy-Min-TLS-1-2-2019-07')),
  'aws-ecs-patterns#ApplicationLoadBalancedFargateService': pattern('certificate'),
  'aws-ecs-patterns#ApplicationLoadBalancedEc2Service': pattern('certificate'),
  'aws-ecs-patterns#ApplicationLoadBalancedExternalService': pattern('certificate'),
  'aws-ecs-patterns#NetworkLoadBalancedFargateService': pattern('listenerCertificate'),
  'aws-ecs-patterns#NetworkLoadBalancedEc2Service': pattern('listenerCertificate'),
};

/** A method `addListener` of something unknown is a load balancer's when its protocol is one of the CDK's. */
const untyped: Handler = (call, q, emit) => {
  const protocol = q.prop(call.arg(1), 'protocol');
  if (protocol.is === 'ext' && cdkName(protocol.key)?.service === 'aws-elasticloadbalancingv2') listener(1)(call, q, emit);
};

export default defineModel({
  id: 'tls-aws-cdk',
  limits:
    'The flags of cdk.json are not read: with `@aws-cdk/aws-elasticloadbalancingv2:usePostQuantumTlsPolicy` a listener without sslPolicy takes a newer one. Listeners that other makers’ constructs add are not seen.',
  match: {
    names: [...new Set(Object.keys(HANDLERS).map((key) => /[\w$]+$/.exec(key)?.[0] ?? '')), 'addListener'],
    words: ['aws-cdk', 'monocdk'],
    of: (key) => {
      if (key === '?#addListener') return untyped;
      const name = cdkName(key);
      if (!name) return undefined;
      if (name.name.endsWith('.addListener') && /^aws-(?:elasticloadbalancingv2|ecs-patterns)$/.test(name.service)) return listener(1);
      return HANDLERS[`${name.service}#${name.name}`];
    },
  },
}) satisfies Model as Model;
