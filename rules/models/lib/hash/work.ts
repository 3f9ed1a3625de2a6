/** Making evidence of a slow password hash, with the work factors that it is given or takes by default. */
import type { Alternative, Answer, CallSite, Emit, PasswordHash, Query, Ref, Value } from '../../../../engine/rule/index.ts';
import { answer, certain, known } from '../../../../engine/rule/index.ts';
import { hashNamed } from '../../../data/hashes.ts';
import { apiName } from '../cipher.ts';
import { inputsOf } from './input.ts';

/** A number, also one written as text: `'12'`. Objects such as salts answer undefined. */
export function countOf(value: Value): Answer<number> {
  return answer(value, (one) => {
    if (one.is !== 'known') return undefined;
    const number = typeof one.v === 'number' ? one.v : typeof one.v === 'string' && /^\d+$/.test(one.v) ? Number(one.v) : undefined;
    return number !== undefined && Number.isFinite(number) ? number : undefined;
  });
}

/** What nobody said is the library's default. */
export function orDefault<T>(question: Answer<T>, value: T | undefined): Answer<T> {
  if (value === undefined) return question;
  return {
    alternatives: question.alternatives.map(
      (one): Alternative<T> =>
        one.is === 'absent' || (one.from.is === 'known' && one.from.v === null) ? { is: 'known', value, from: one.from } : one,
    ),
  };
}

/** An option of an options argument; absent when there are no options. */
export function option(q: Query, call: CallSite, at: number, ...names: readonly string[]): Value {
  const options = call.arg(at);
  for (const name of names) {
    const value = q.prop(options, name);
    if (value.is !== 'absent') return value;
  }
  return q.prop(options, names[0] as string);
}

/** The digest of a PBKDF2, as the algorithm's name. */
export function pbkdf2With(digest: Answer<string>): Answer<string> {
  return { alternatives: digest.alternatives.map((one) => (one.is === 'known' ? { ...one, value: `pbkdf2-${one.value}` } : one)) };
}

export function digestNamed(value: Value): Answer<string> {
  return answer(value, (one) => {
    const text =
      one.is === 'known' && typeof one.v === 'string'
        ? one.v
        : one.is === 'ext'
          ? (/(\w+)(?:\(\))?(?:\.create(?:\(\))?)?$/.exec(one.key)?.[1] ?? '').replace(/^create/, '')
          : '';
    return hashNamed(text)?.name;
  });
}

export interface Slow {
  readonly call: CallSite;
  readonly algorithm: string | Answer<string>;
  readonly work: NonNullable<PasswordHash['work']>;
  /** What is hashed, where the API takes it here; a key of the machine is no password. */
  readonly secret?: Ref | undefined;
  readonly api?: string;
}

/** A password hash or a key from a passphrase. What is made of a secret that a machine holds needs no work factor and is left out. */
export function emitSlow(q: Query, emit: Emit, { call, algorithm, work, secret, api }: Slow): void {
  if (secret && machineSecret(q, secret)) return;
  emit({
    kind: 'passwordHash',
    at: call.at,
    api: api ?? apiName(call),
    algorithm: typeof algorithm === 'string' ? certain(algorithm, known(algorithm, call.at)) : algorithm,
    work,
  });
}

function machineSecret(q: Query, secret: Ref): boolean {
  if (/token$|api_?key$/i.test(q.text(secret))) return true;
  const inputs = inputsOf(q, [secret], secret.ctx);
  return inputs.length > 0 && inputs.every((one) => one.is === 'secret');
}
