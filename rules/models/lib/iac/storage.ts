/** Stores of infrastructure code, and the property that says whether they are encrypted. Shared by CDK, Pulumi and CDK for Terraform. */
import type { Answer, CallSite, Emit, Localized, Query, Value } from '../../../../engine/rule/index.ts';
import { alternatives, either } from '../../../../engine/rule/index.ts';
import { isGiven, isWritten, overriddenBy, placeOf, stated, type Token, token } from './setting.ts';

export interface Store {
  readonly what: Localized;
  /** The deciding property, dots descend. */
  readonly path: string;
  /** What a value of it says; by default it is a switch. */
  readonly means?: (said: Token) => boolean | undefined;
  /** What absence means; undefined where it tells nothing (the service encrypts by itself, or it hangs on a version). */
  readonly unset: boolean | undefined;
  /** Properties that switch it on when given: a key. */
  readonly keys?: readonly string[];
  /** Properties that decide it elsewhere when given: a snapshot, a source database. */
  readonly elsewhere?: readonly string[];
  /** Answers instead of `unset`, by the other properties: an engine that encrypts by itself. */
  readonly unsetBy?: (q: Query, props: Value) => boolean | undefined;
  /** The change to make; `path: true` when not given. */
  readonly todo?: string;
}

export const what = (en: string, ja: string): Localized => ({ en, ja });

const asSwitch = (said: Token): boolean | undefined => (typeof said === 'boolean' ? said : undefined);

/** The handler of a resource whose properties are argument `arg`. */
export function storeIn(store: Store, arg: number, cloudFormation = false): (call: CallSite, q: Query, emit: Emit) => void {
  return (call, q, emit) => {
    if (call.isNew) emitStore(store, call, call.arg(arg), q, emit, cloudFormation);
  };
}

export function emitStore(store: Store, call: CallSite, props: Value, q: Query, emit: Emit, cloudFormation = false): void {
  const encrypted = either(alternatives(props).map((one) => encryptionOf(store, call, one, q, cloudFormation)));
  if (encrypted.alternatives.length === 0) return;
  const means = store.means ?? asSwitch;
  const bad = (value: Value): boolean => {
    const said = token(value);
    return said !== undefined && means(said) === false;
  };
  const setting = store.todo ?? `${store.path}: true`;
  emit({ kind: 'storage', ...placeOf(q, call.at, props, store.path, bad), what: store.what, encrypted, setting });
}

/** What one alternative of the properties says; nothing where another store decides. */
function encryptionOf(store: Store, call: CallSite, props: Value, q: Query, cloudFormation: boolean): Answer<boolean> {
  if (store.elsewhere?.some((name) => isWritten(q, props, name))) return { alternatives: [] };
  const own = q.prop(props, store.path);
  const over = cloudFormation && !isGiven(own) ? overriddenBy(q, call.at, store.path.split('.').at(-1) ?? '') : undefined;
  const means = store.means ?? asSwitch;
  const keyName = store.keys?.find((name) => isWritten(q, props, name));
  const key = keyName === undefined ? undefined : q.prop(props, keyName);
  if (key && !says(own, means, false)) return certainOf(key, store.unset ?? true);
  return stated(over ?? own, means, store.unsetBy?.(q, props) ?? store.unset);
}

function says(value: Value, means: (said: Token) => boolean | undefined, what: boolean): boolean {
  return alternatives(value).some((one) => {
    const said = token(one);
    return said !== undefined && means(said) === what;
  });
}

/** A key is given: encrypted, unless some alternative gives none. */
function certainOf(key: Value, unset: boolean): Answer<boolean> {
  return { alternatives: alternatives(key).map((one) => ({ is: 'known', value: one.is === 'absent' ? unset : true, from: one })) };
}
