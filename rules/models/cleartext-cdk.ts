/** AWS CDK: listeners, distributions, caches, brokers and search domains that let traffic through in clear text. */

import type { CallSite, Emit, Model, Query, Value } from '../../engine/rule/index.ts';
import { alternatives, defineModel } from '../../engine/rule/index.ts';
import { cdkName } from './lib/cdk-key.ts';
import { emitListener, isRedirect } from './lib/iac/listener.ts';
import { isGiven, isWritten, madeWith, type Token, token } from './lib/iac/setting.ts';
import { broker, notDisabled, type Wire, wireIn } from './lib/iac/transit.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

const wires =
  (...all: readonly Wire[]): Handler =>
  (call, q, emit) => {
    for (const one of all) wireIn(one, 2, true)(call, q, emit);
  };
const basicAuth = (q: Query, props: Value): boolean | undefined =>
  token(q.prop(props, 'useUnsignedBasicAuth')) === true ? true : undefined;
const search = (https: string, nodes: string): Handler =>
  wires(
    { api: 'The search domain', path: https, unset: false, unsetBy: basicAuth },
    { api: 'The search domain', path: nodes, unset: false, unsetBy: basicAuth },
  );
const valkey = (q: Query, props: Value): boolean | undefined => (token(q.prop(props, 'engine')) === 'VALKEY' ? true : undefined);
const notAllowAll = (said: Token): boolean | undefined => (typeof said === 'string' ? said !== 'ALLOW_ALL' : undefined);

const CERTIFICATES = ['certificates', 'certificateArns', 'certificate'];

/** Whether the balancer behind a listener is reached from inside only; `internetFacing` is off by default. */
function isInternal(q: Query, balancer: Value): boolean {
  const made = madeWith(q, balancer, /(?:Application|Network)?LoadBalancer$/);
  if (!made || !/aws-elasticloadbalancing/.test(made.value.key)) {
    const service = madeWith(q, balancer, /LoadBalanced\w+Service$/);
    return service !== undefined && token(q.prop(service.call.arg(2), 'publicLoadBalancer')) === false;
  }
  const props = made.call.arg(2);
  if (/CfnLoadBalancer/.test(made.value.key)) return token(q.prop(props, 'scheme')) === 'INTERNAL';
  const facing = q.prop(props, 'internetFacing');
  return alternatives(facing).every((one) => one.is === 'absent' || token(one) === false) && props.is === 'object' && !props.open;
}

/** The redirect may be added after the listener: `listener.addAction('x', { action: ListenerAction.redirect(…) })`. */
function redirectsLater(q: Query, call: CallSite, props: Value): boolean {
  if (['defaultAction', 'defaultTargetGroups'].some((name) => isGiven(q.prop(props, name)))) return false;
  const { m } = call.at;
  return m.facts.exprs.some((expr) => expr.k === 'member' && /^(?:addRedirectResponse)$/.test(expr.n)) || addsRedirect(q, call);
}

function addsRedirect(q: Query, call: CallSite): boolean {
  const { m, ctx } = call.at;
  return m.facts.calls.some((e) => {
    const expr = m.expr(e);
    const callee = expr.k === 'call' ? m.expr(expr.c) : undefined;
    if (expr.k !== 'call' || callee?.k !== 'member' || callee.n !== 'addAction' || expr.a[1] === undefined) return false;
    const receiver = q.value({ m, e: callee.o, ctx });
    return receiver.is === 'ext' && receiver.call?.e === call.at.e && isRedirect(q, q.prop(q.value({ m, e: expr.a[1], ctx }), 'action'));
  });
}

function listener(q: Query, call: CallSite, props: Value, balancer: Value, emit: Emit): void {
  const action = [q.prop(props, 'defaultAction'), q.prop(props, 'defaultActions')].find(isGiven);
  const redirects = action ? isRedirect(q, action) : redirectsLater(q, call, props);
  emitListener(
    q,
    call,
    { api: 'The listener', props, certificates: CERTIFICATES, unset: undefined, redirects, internal: isInternal(q, balancer) },
    emit,
  );
}

const added: Handler = (call, q, emit) => {
  const props = call.arg(1);
  const looks = ['protocol', 'port', 'certificates'].some((name) => isWritten(q, props, name));
  const expr = q.expr(call.at);
  const callee = expr.k === 'call' ? q.expr(q.part(call.at, expr.c)) : undefined;
  if (!looks || callee?.k !== 'member') return;
  listener(q, call, props, q.value(q.part(call.at, callee.o)), emit);
};

const pattern: Handler = (call, q, emit) => {
  if (!call.isNew) return;
  const props = call.arg(2);
  const given = q.prop(props, 'loadBalancer');
  const internal = token(q.prop(props, 'publicLoadBalancer')) === false || (isWritten(q, props, 'loadBalancer') && isInternal(q, given));
  const name = /([\w$]+)$/.exec(call.key)?.[1] ?? '';
  emitListener(q, call, { api: name, props, certificates: CERTIFICATES, unset: 'http', redirects: false, internal }, emit);
};

const classic: Handler = (call, q, emit) => {
  if (!call.isNew) return;
  const props = call.arg(2);
  const internal = token(q.prop(props, 'internetFacing')) === false || !isGiven(q.prop(props, 'internetFacing'));
  for (const one of q.items(q.prop(props, 'listeners')) ?? []) {
    const port = q.prop(one, 'externalPort');
    const protocol = q.prop(one, 'externalProtocol');
    if (one.is !== 'object') continue;
    const slots = new Map(one.props);
    const from = (name: string, as: string): void => {
      const slot = one.props.get(name);
      if (slot) slots.set(as, slot);
    };
    from(isGiven(protocol) ? 'externalProtocol' : 'externalPort', isGiven(protocol) ? 'protocol' : 'port');
    if (isGiven(port) || isGiven(protocol))
      emitListener(
        q,
        call,
        {
          api: 'The classic load balancer',
          props: { ...one, props: slots },
          certificates: ['sslCertificateArn', 'sslCertificateId'],
          unset: undefined,
          redirects: false,
          internal,
        },
        emit,
      );
  }
};

/** Behaviors of a distribution that say nothing of their viewers take both HTTP and HTTPS. */
const distribution: Handler = (call, q, emit) => {
  if (!call.isNew) return;
  const props = call.arg(2);
  const wire: Wire = { api: 'The CloudFront behavior', path: 'viewerProtocolPolicy', means: notAllowAll, unset: false };
  const first = q.prop(props, 'defaultBehavior');
  // Where it is written, the name of the property tells, in whatever object it stands.
  if (first.is === 'object' && !isGiven(q.prop(first, 'viewerProtocolPolicy')))
    wireIn({ ...wire, path: 'defaultBehavior.viewerProtocolPolicy' }, 2)(call, q, emit);
};

const origin: Handler = (call, q, emit) => {
  if (call.isNew)
    wireIn({ api: 'The CloudFront origin', path: 'protocolPolicy', means: (said) => said !== 'HTTP_ONLY', unset: undefined }, 1)(
      call,
      q,
      emit,
    );
};
const website: Handler = (call, _q, emit) => {
  if (!call.isNew) return;
  const from = { is: 'absent' as const, at: call.at };
  emit({
    kind: 'outboundRequest',
    at: call.at,
    api: 'The CloudFront origin',
    target: { alternatives: [{ is: 'known', value: { url: 'originProtocolPolicy', secure: false, local: false }, from }] },
  });
};

const MSK: Handler = wires(
  { api: 'The MSK cluster', path: 'encryptionInTransit.clientBroker', means: broker, unset: true },
  { api: 'The MSK cluster', path: 'encryptionInTransit.enableInCluster', unset: undefined },
);
const CFN_MSK: Handler = wires(
  { api: 'The MSK cluster', path: 'encryptionInfo.encryptionInTransit.clientBroker', means: broker, unset: true },
  { api: 'The MSK cluster', path: 'encryptionInfo.encryptionInTransit.inCluster', unset: undefined },
);

/** Parameters of database engines that let clients in without TLS, where they are written out as off. */
const parameters: Handler = (call, q, emit) => {
  if (!call.isNew) return;
  for (const name of ['rds.force_ssl', 'require_secure_transport', 'require_ssl', 'tls', 'neptune_enforce_ssl']) {
    const slot = q.prop(call.arg(2), 'parameters');
    const value = slot.is === 'object' ? slot.props.get(name) : undefined;
    const ref = value?.refs.at(-1);
    const said = ref && token(q.value(ref));
    if (!ref || said === undefined || !/^(?:0|OFF|DISABLED|FALSE)$/i.test(String(said))) continue;
    emit({
      kind: 'outboundRequest',
      at: ref,
      anchor: 'sink',
      api: 'The parameter group',
      target: {
        alternatives: [{ is: 'known', value: { url: `${name}: ${String(said)}`, secure: false, local: false }, from: q.value(ref) }],
      },
    });
  }
};

const CACHE: Wire = {
  api: 'The ElastiCache replication group',
  path: 'transitEncryptionEnabled',
  unset: false,
  unsetBy: valkey,
  elsewhere: ['globalReplicationGroupId'],
};

const HANDLERS: Readonly<Record<string, Handler>> = {
  'aws-elasticloadbalancingv2#ApplicationListener': (call, q, emit) =>
    call.isNew && listener(q, call, call.arg(2), q.prop(call.arg(2), 'loadBalancer'), emit),
  'aws-elasticloadbalancingv2#CfnListener': (call, q, emit) =>
    call.isNew && listener(q, call, call.arg(2), q.prop(call.arg(2), 'loadBalancerArn'), emit),
  'aws-elasticloadbalancing#LoadBalancer': classic,
  'aws-ecs-patterns#ApplicationLoadBalancedFargateService': pattern,
  'aws-ecs-patterns#ApplicationLoadBalancedEc2Service': pattern,
  'aws-cloudfront#Distribution': distribution,
  'aws-cloudfront-origins#HttpOrigin': origin,
  'aws-cloudfront-origins#LoadBalancerV2Origin': origin,
  'aws-cloudfront-origins#S3StaticWebsiteOrigin': website,
  'aws-elasticache#CfnReplicationGroup': wires(CACHE),
  'aws-elasticache#CfnCacheCluster': wires({ ...CACHE, api: 'The ElastiCache cluster', unset: undefined }),
  'aws-memorydb#CfnCluster': wires({ api: 'The MemoryDB cluster', path: 'tlsEnabled', unset: true }),
  'aws-opensearchservice#Domain': search('enforceHttps', 'nodeToNodeEncryption'),
  'aws-elasticsearch#Domain': search('enforceHttps', 'nodeToNodeEncryption'),
  'aws-opensearchservice#CfnDomain': search('domainEndpointOptions.enforceHttps', 'nodeToNodeEncryptionOptions.enabled'),
  'aws-elasticsearch#CfnDomain': search('domainEndpointOptions.enforceHttps', 'nodeToNodeEncryptionOptions.enabled'),
  'aws-msk#Cluster': MSK,
  'aws-msk#CfnCluster': CFN_MSK,
  'aws-dax#CfnCluster': wires({ api: 'The DAX cluster', path: 'clusterEndpointEncryptionType', means: notDisabled, unset: undefined }),
  'aws-dms#CfnEndpoint': wires({ api: 'The DMS endpoint', path: 'sslMode', means: notDisabled, unset: undefined }),
  'aws-rds#ParameterGroup': parameters,
  'aws-rds#CfnDBParameterGroup': parameters,
  'aws-rds#CfnDBClusterParameterGroup': parameters,
  'aws-docdb#ClusterParameterGroup': parameters,
  'aws-neptune#ClusterParameterGroup': parameters,
  'aws-redshift#ClusterParameterGroup': parameters,
};

export default defineModel({
  id: 'cleartext-cdk',
  limits:
    'Traffic from a load balancer to its targets, and policies of buckets, topics and queues that would refuse clear text, are not judged.',
  match: {
    names: [...new Set([...Object.keys(HANDLERS).map((key) => /[\w$]+$/.exec(key)?.[0] ?? ''), 'addListener'])],
    words: ['aws-cdk', 'monocdk'],
    of: (key) => {
      const name = cdkName(key);
      if (key === '?#addListener') return added;
      if (!name) return undefined;
      if (/(?:LoadBalancer\(\)|[lL]oadBalancer)\.addListener$/.test(name.name) && !/NetworkLoadBalanc/.test(name.name)) return added;
      return HANDLERS[`${name.service}#${name.name}`];
    },
  },
}) satisfies Model as Model;
