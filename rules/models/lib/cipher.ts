/** Making evidence of a cipher's use. */
import type { Answer, CallSite, CipherSpec, CipherUse, Emit, IvKind, Ref } from '../../../engine/rule/index.ts';
import { plainlyWeak } from '../../data/ciphers.ts';

export interface Use {
  readonly at: Ref;
  readonly api: string;
  readonly does: CipherUse['does'];
  readonly cipher: Answer<CipherSpec>;
  readonly key?: Answer<number> | undefined;
  readonly iv?: Answer<IvKind> | undefined;
  readonly choice?: boolean;
}

/**
 * Emits the use of a cipher. What no longer matters once a nearer answer has settled the matter is cut loose from the parameters it hangs on,
 * so that the finding stands where it was decided and not at each caller.
 */
export function emitCipher(emit: Emit, { at, api, does, cipher, key, iv, choice }: Use): void {
  const weak = cipher.alternatives.some((one) => one.is === 'known' && plainlyWeak(one.value));
  const settled = weak || (iv?.alternatives.some((one) => one.is === 'known' && one.value !== 'fresh') ?? false);
  const named = cipher.alternatives.every((one) => one.is === 'known' && one.value.keyBits !== undefined);
  const keyWeak = key?.alternatives.some((one) => one.is === 'known' && one.value < 256) ?? false;
  emit({
    kind: 'cipherUse',
    at,
    api,
    does,
    cipher,
    ...(key && { key: settled || named ? loose(key) : key }),
    ...(choice === true && { choice }),
    ...(iv && { iv: weak || keyWeak ? loose(iv) : iv }),
  });
}

function loose<T>(one: Answer<T>): Answer<T> {
  return {
    alternatives: one.alternatives.map((alternative) => {
      if (alternative.is !== 'unknown') return alternative;
      const { fn, ...rest } = alternative;
      void fn;
      return rest;
    }),
  };
}

/** The API as its users call it, from a key: `node:crypto#createCipheriv` → `crypto.createCipheriv`. */
export function apiName(call: CallSite): string {
  return call.key
    .replace(/^node:/, '')
    .replace(/^global#/, '')
    .replace('#', '.')
    .replaceAll('()', '')
    .replace(/\.$/, '');
}
