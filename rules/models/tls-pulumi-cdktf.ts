/** Pulumi and CDK for Terraform: listeners, distributions and proxies that say nothing about TLS. Both stand on the same providers and defaults. */

import type { CallSite, Emit, Localized, Model, Query, Value } from '../../engine/rule/index.ts';
import { certain, defineModel, stringOf } from '../../engine/rule/index.ts';
import { defaultPolicy, type Policy, policyOf } from '../data/tls/policies.ts';
import { emitAt } from './lib/tls/endpoint.ts';
import { aspectsOf } from './lib/tls/policy.ts';
import { emitUnset, isUnset, mayBe, whenUnset } from './lib/tls/unset.ts';

/** `args`: where the arguments of the resource stand. */
type Handler = (call: CallSite, args: Value, q: Query, emit: Emit) => void;

const LISTENER: Localized = {
  en: 'without sslPolicy the load balancer takes ELBSecurityPolicy-2016-08',
  ja: 'sslPolicy の指定がないため、ロードバランサーは ELBSecurityPolicy-2016-08 を使います',
};
const VIEWER: Localized = {
  en: 'without minimumProtocolVersion the provider takes TLSv1',
  ja: 'minimumProtocolVersion の指定がないため、プロバイダーは TLSv1 を使います',
};
const DEFAULT_CERTIFICATE: Localized = {
  en: 'with CloudFront’s own certificate the policy is TLSv1, whatever else is said',
  ja: 'CloudFront の既定の証明書では、ほかの指定にかかわらず TLSv1 ポリシーが適用されます',
};
const GOOGLE: Localized = {
  en: 'without an SSL policy Google Cloud takes COMPATIBLE, from TLS 1.0 on',
  ja: 'SSL ポリシーの指定がないため、Google Cloud は TLS 1.0 以降の COMPATIBLE を使います',
};

const ELB = defaultPolicy('elb') as Policy;
const TLSV1 = policyOf('cloudfront', 'TLSv1') as Policy;
const COMPATIBLE = policyOf('gcp-ssl-profile', 'COMPATIBLE') as Policy;

const listener: Handler = (call, args, q, emit) => {
  if (mayBe(q.prop(args, 'protocol'), ['HTTPS', 'TLS']) === true)
    emitUnset(emit, call, 'lb.Listener', whenUnset(q, q.prop(args, 'sslPolicy'), ELB), LISTENER);
};

const distribution: Handler = (call, args, q, emit) => {
  const viewer = q.prop(args, 'viewerCertificate');
  if (viewer.is !== 'object') return;
  const own = ['cloudfrontDefaultCertificate', 'cloudFrontDefaultCertificate']
    .map((name) => q.prop(viewer, name))
    .find((one) => one.is === 'known' && one.v === true);
  if (own) emitUnset(emit, call, 'cloudfront.Distribution', whenUnset(q, { is: 'absent', at: own.at }, TLSV1), DEFAULT_CERTIFICATE);
  else emitUnset(emit, call, 'cloudfront.Distribution', whenUnset(q, q.prop(viewer, 'minimumProtocolVersion'), TLSV1), VIEWER);
};

/** An SSL policy of Google Cloud: the profile decides the suites, `minTlsVersion` the version. What is said of the version is judged where it stands. */
const sslPolicy: Handler = (call, args, q, emit) => {
  const said = q.prop(args, 'profile');
  const profile = isUnset(said) ? COMPATIBLE : policyOf('gcp-ssl-profile', stringOf(said) ?? '');
  if (!profile || args.is !== 'object') return;
  const { suites } = aspectsOf(certain(profile, said));
  emitAt(emit, call.at, 'compute.SSLPolicy', 'resource', {
    minVersion: whenUnset(q, q.prop(args, 'minTlsVersion'), profile.minVersion),
    suites,
  });
};

const proxy: Handler = (call, args, q, emit) => {
  if (args.is === 'object') emitUnset(emit, call, 'compute.TargetHttpsProxy', whenUnset(q, q.prop(args, 'sslPolicy'), COMPATIBLE), GOOGLE);
};

const PULUMI: Readonly<Record<string, Handler>> = {
  'lb.Listener': listener,
  'alb.Listener': listener,
  'applicationloadbalancing.Listener': listener,
  'elasticloadbalancingv2.Listener': listener,
  'cloudfront.Distribution': distribution,
  'compute.SSLPolicy': sslPolicy,
  'compute.TargetHttpsProxy': proxy,
  'compute.RegionTargetHttpsProxy': proxy,
  'compute.TargetSSLProxy': proxy,
};
const CDKTF: Readonly<Record<string, Handler>> = {
  LbListener: listener,
  AlbListener: listener,
  CloudfrontDistribution: distribution,
  ComputeSslPolicy: sslPolicy,
  ComputeTargetHttpsProxy: proxy,
  ComputeRegionTargetHttpsProxy: proxy,
  ComputeTargetSslProxy: proxy,
};

const last = (key: string): string => /[\w$]+$/.exec(key)?.[0] ?? '';

export default defineModel({
  id: 'tls-pulumi-cdktf',
  match: {
    names: [...new Set([...Object.keys(PULUMI).map(last), ...Object.keys(CDKTF)])],
    words: ['@pulumi/', 'cdktf'],
    of: (key) => {
      if (/^@cdktf\/provider-(?:aws|google)(?:-beta)?[/#]|^\.gen\/providers/.test(key)) {
        const handler = CDKTF[last(key)];
        return handler && ((call, q, emit) => handler(call, call.arg(2), q, emit));
      }
      const match = /^@pulumi\/(?:aws|aws-native|gcp|google-native)((?:\/[\w-]+)*)#([\w.]+)$/.exec(key);
      if (!match) return undefined;
      const parts = [...(match[1] ?? '').split('/').filter(Boolean), ...(match[2] ?? '').split('.')].filter((part) => !/^v\d/.test(part));
      const handler = PULUMI[parts.slice(-2).join('.')];
      return handler && ((call, q, emit) => handler(call, call.arg(1), q, emit));
    },
  },
}) satisfies Model as Model;
