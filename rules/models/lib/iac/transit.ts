/** Settings of infrastructure resources that leave traffic in clear text. Shared by CDK, Pulumi and CDK for Terraform. */
import type { Alternative, CallSite, Emit, Query, Value } from '../../../../engine/rule/index.ts';
import { isWritten, overriddenBy, placeOf, stated, type Token, token } from './setting.ts';

export interface Wire {
  /** The resource, for people: `ElastiCache ReplicationGroup`. */
  readonly api: string;
  readonly path: string;
  /** Whether a value encrypts; undefined says nothing. */
  readonly means?: (said: Token) => boolean | undefined;
  /** What absence means; undefined where it tells nothing. */
  readonly unset: boolean | undefined;
  readonly unsetBy?: (q: Query, props: Value) => boolean | undefined;
  /** Given, these decide it elsewhere. */
  readonly elsewhere?: readonly string[];
}

const asSwitch = (said: Token): boolean | undefined => (typeof said === 'boolean' ? said : undefined);

export function emitWire(wire: Wire, call: CallSite, props: Value, q: Query, emit: Emit, cloudFormation = false): void {
  if (wire.elsewhere?.some((name) => isWritten(q, props, name))) return;
  const means = wire.means ?? asSwitch;
  const own = q.prop(props, wire.path);
  const name = wire.path.slice(wire.path.lastIndexOf('.') + 1);
  const long = name === 'enabled' || name === 'enable' ? (wire.path.split('.').at(-2) ?? name) : name;
  const over = cloudFormation && own.is === 'absent' ? overriddenBy(q, call.at, name) : undefined;
  const answer = stated(over ?? own, means, wire.unsetBy?.(q, props) ?? wire.unset);
  if (answer.alternatives.length === 0) return;
  const alternatives = answer.alternatives.map((one): Alternative<{ url: string; secure: boolean; local: boolean }> => {
    if (one.is !== 'known') return one;
    const said = one.from.is === 'absent' ? undefined : token(one.from);
    return { ...one, value: { url: said === undefined ? long : `${long}: ${String(said)}`, secure: one.value, local: false } };
  });
  const bad = (value: Value): boolean => {
    const said = token(value);
    return said !== undefined && means(said) === false;
  };
  emit({ kind: 'outboundRequest', ...placeOf(q, call.at, props, wire.path, bad), api: wire.api, target: { alternatives } });
}

export function wireIn(wire: Wire, arg: number, cloudFormation = false): (call: CallSite, q: Query, emit: Emit) => void {
  return (call, q, emit) => {
    if (call.isNew) emitWire(wire, call, call.arg(arg), q, emit, cloudFormation);
  };
}

/** `PLAINTEXT` and `TLS_PLAINTEXT` let clients in without TLS. */
export const broker = (said: Token): boolean | undefined => (typeof said === 'string' ? !/PLAINTEXT/.test(said) : undefined);
export const notDisabled = (said: Token): boolean | undefined =>
  typeof said === 'boolean' ? said : !/^(?:DISABLED|NONE|OFF|ALLOW_UNENCRYPTED_AND_ENCRYPTED)$/.test(said);
export const isOn = (said: Token): boolean | undefined =>
  said === true || said === 'ENABLED' || said === 'TLS' || said === '1' || said === 'ON';
export const switchedOff = (said: Token): boolean | undefined => (typeof said === 'boolean' ? !said : undefined);
