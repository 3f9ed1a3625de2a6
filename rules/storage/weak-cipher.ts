/** Customer data at rest is encrypted with AES-256 or a cipher of equal strength. */

import type { CipherSpec, CipherUse, Rule, Verdict } from '../../engine/rule/index.ts';
import { defineRule, fold, worst } from '../../engine/rule/index.ts';

type Fault = { readonly kind: 'family' | 'bits' | 'ecb' | 'iv' | 'key'; readonly name: string; readonly bits?: number };

const BROKEN = new Set(['des', '3des', 'rc2', 'rc4', 'blowfish', 'cast5', 'idea', 'seed', 'sm4']);

const rule: Rule<'cipherUse', Fault> = defineRule<'cipherUse', Fault>({
  id: 'weak-cipher',
  obligation: 'encrypt-at-rest',
  evidence: 'cipherUse',
  title: { en: 'Data is encrypted with less than AES-256', ja: 'AES-256 未満の暗号でデータを暗号化しています' },
  cwe: [326, 327, 329],
  judge(use, terms) {
    const bits = Number(terms['cipher-key-bits']);
    const cipher = fold<CipherSpec, Fault>(use.cipher, (spec) => strength(spec, bits));
    return worst([cipher]);
  },
  say: {
    en: (fault, use) => ({ what: `${use.api} uses ${fault.name}.`, why: 'weaker than promised', todo: 'Use aes-256-gcm.' }),
    ja: (fault, use) => ({
      what: `${use.api} が ${fault.name} を使用しています。`,
      why: '約束より弱い',
      todo: 'aes-256-gcm を使用してください。',
    }),
  },
});

function strength(spec: CipherSpec, bits: number): Verdict<Fault> {
  if (BROKEN.has(spec.family)) return { is: 'breaks', found: { kind: 'family', name: spec.name } };
  if (spec.mode === 'ecb') return { is: 'breaks', found: { kind: 'ecb', name: spec.name } };
  if (spec.keyBits !== undefined && spec.keyBits < bits)
    return { is: 'breaks', found: { kind: 'bits', name: spec.name, bits: spec.keyBits } };
  return { is: 'keeps', note: { en: spec.name, ja: spec.name } };
}

export default rule;
export type { CipherUse };
