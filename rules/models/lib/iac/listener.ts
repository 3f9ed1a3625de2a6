/** Listeners of load balancers: does one hand plain HTTP on, or does it only redirect to HTTPS? */
import type { Alternative, CallSite, Emit, Query, Value } from '../../../../engine/rule/index.ts';
import { alternatives } from '../../../../engine/rule/index.ts';
import { isGiven, isWritten, placeOf, token } from './setting.ts';

const HTTP_PORTS = new Set(['80', '8080', '8000', '8008']);
const HTTPS_PORTS = new Set(['443', '8443']);

export interface Listener {
  readonly api: string;
  readonly props: Value;
  /** Properties that hold a certificate. */
  readonly certificates: readonly string[];
  /** What is taken when neither protocol, port nor certificate is set. */
  readonly unset: 'http' | undefined;
  readonly redirects: boolean;
  /** Only reached from a private network. */
  readonly internal: boolean;
}

type Target = { readonly url: string; readonly secure: boolean; readonly local: boolean };

export function emitListener(q: Query, call: CallSite, one: Listener, emit: Emit): void {
  const target = readProtocol(q, one);
  if (target.length === 0) return;
  const written = ['protocol', 'port', 'externalProtocol', 'listenerPort'].find((name) => isWritten(q, one.props, name));
  const place = written === undefined ? { at: call.at } : placeOf(q, call.at, one.props, written);
  emit({ kind: 'outboundRequest', ...place, api: one.api, target: { alternatives: target } });
}

function readProtocol(q: Query, { props, certificates, unset, redirects, internal }: Listener): readonly Alternative<Target>[] {
  const protocol = q.prop(props, 'protocol');
  const clear = (value: Value, url: string): Alternative<Target> =>
    redirects
      ? { is: 'known', value: { url: `${url} (redirect)`, secure: true, local: internal }, from: value }
      : { is: 'known', value: { url, secure: false, local: internal }, from: value };
  const read = (
    value: Value,
    decide: (said: string) => 'http' | 'https' | undefined,
    url: (said: string) => string,
  ): readonly Alternative<Target>[] =>
    alternatives(value).flatMap((each): readonly Alternative<Target>[] => {
      const said = token(each);
      const as = typeof said === 'string' ? decide(said) : undefined;
      if (as === 'http') return [clear(each, url(String(said)))];
      if (as === 'https') return [{ is: 'known', value: { url: url(String(said)), secure: true, local: internal }, from: each }];
      return each.is === 'unknown' && each.fn ? [{ is: 'unknown', why: each.why, from: each, fn: each.fn }] : [];
    });
  if (isWritten(q, props, 'protocol') || protocol.is === 'unknown') {
    return read(
      protocol,
      (said) => (said === 'HTTP' ? 'http' : said === 'HTTPS' || said === 'TLS' ? 'https' : undefined),
      (said) => `protocol ${said}`,
    );
  }
  const certificate = certificates.find((name) => isWritten(q, props, name));
  if (certificate !== undefined)
    return [{ is: 'known', value: { url: 'certificate', secure: true, local: internal }, from: q.prop(props, certificate) }];
  const port = q.prop(props, 'port');
  if (isGiven(port)) {
    return read(
      port,
      (said) => (HTTP_PORTS.has(said) ? 'http' : HTTPS_PORTS.has(said) ? 'https' : undefined),
      (said) => `HTTP:${said}`,
    );
  }
  return unset === 'http' && props.is !== 'unknown' && !(props.is === 'object' && props.open)
    ? [clear({ is: 'absent', at: props.at }, 'certificate')]
    : [];
}

/** An action that only redirects, in the words of any of the frameworks. */
export function isRedirect(q: Query, action: Value): boolean {
  return alternatives(action).some((one) => {
    if (one.is === 'ext') return /ListenerAction\.redirect\(\)$/.test(one.key);
    if (one.is === 'list') return (q.items(one) ?? []).some((each) => isRedirect(q, each));
    return one.is === 'object' && token(q.prop(one, 'type')) === 'REDIRECT';
  });
}
