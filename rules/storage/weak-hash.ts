/** What proves integrity or origin, or must not be guessed, is hashed with SHA-256 or stronger. */

import type { HashUse, Rule, Verdict } from '../../engine/rule/index.ts';
import { defineRule, fold } from '../../engine/rule/index.ts';
import { hashNamed } from '../data/hashes.ts';
import { fixes } from './weak-hash.fix.ts';

type Purpose = 'integrity' | 'signature' | 'token' | 'password' | 'protocol' | 'fingerprint';

interface Weak {
  readonly name: string;
  readonly bits: number;
  readonly purpose: Purpose;
}

const rule: Rule<'hashUse', Weak> = defineRule<'hashUse', Weak>({
  id: 'weak-hash',
  obligation: 'hash-strength',
  evidence: 'hashUse',
  title: { en: 'A hash weaker than SHA-256 protects something', ja: 'SHA-256 より弱いハッシュで保護しています' },
  cwe: [328, 916],
  judge(use, terms) {
    const least = Number(terms['hash-bits']);
    if (use.purpose.alternatives.every((one) => one.is === 'known' && harmless(one.value))) return undefined;
    return fold<string, Weak>(use.algorithm, (name, from) => {
      const spec = hashNamed(name.replace(/^hmac-/, ''));
      if (!spec) return { is: 'unknown', why: 'unparsed', from };
      if (spec.bits >= least) return { is: 'keeps', note: { en: shown(name), ja: shown(name) }, from };
      return purposeOf(use, shown(name), spec.bits);
    });
  },
  fix: (weak, use, ctx) => fixes(weak.purpose, use, ctx),
  say: {
    en: (weak, use) => ({
      what: `${use.api} uses ${weak.name} ${FOR.en[weak.purpose]}.`,
      why: `SHA-256 or stronger is promised for hashing; ${weak.name} gives ${weak.bits} bits and ${weak.name.includes('MD') || weak.name.includes('SHA-1') ? 'two inputs with the same digest can be made' : 'falls short of that'}.`,
      todo: weak.name.startsWith('HMAC')
        ? 'Use HMAC-SHA-256, and accept the old form only as long as values made with it live.'
        : DO.en[weak.purpose],
    }),
    ja: (weak, use) => ({
      what: `${use.api} が${FOR.ja[weak.purpose]} ${weak.name} を使用しています。`,
      why: `ハッシュには SHA-256 以上を使うと約束しています。${weak.name} の出力は ${weak.bits} ビットで、${weak.name.includes('MD') || weak.name.includes('SHA-1') ? '同じハッシュ値になる別の入力を作り出せます' : 'この基準に届きません'}。`,
      todo: weak.name.startsWith('HMAC')
        ? 'HMAC-SHA-256 に切り替え、旧形式は発行済みの値が残る間だけ受け付けてください。'
        : DO.ja[weak.purpose],
    }),
  },
});

const FOR: Readonly<Record<'en' | 'ja', Readonly<Record<Purpose, string>>>> = {
  en: {
    integrity: 'to check integrity',
    signature: 'to sign',
    token: 'to make or keep a secret value',
    password: 'on passwords',
    protocol: 'for a protocol',
    fingerprint: 'as a fingerprint',
  },
  ja: {
    integrity: '改ざん検知に',
    signature: '署名に',
    token: '秘密の値の生成や保管に',
    password: 'パスワードに',
    protocol: 'プロトコルに',
    fingerprint: '識別に',
  },
};

const DO: Readonly<Record<'en' | 'ja', Readonly<Record<Purpose, string>>>> = {
  en: {
    integrity: "Use 'sha256', and compare with a digest that comes from a trusted source.",
    signature: "Sign with a keyed function: `createHmac('sha256', key)`, or SHA-256 with RSA or ECDSA.",
    token: "Draw secret values with `randomBytes(32)`; where one is derived from a secret, use `createHmac('sha256', key)`.",
    password: 'Hash passwords with Argon2id, scrypt or bcrypt; no bare digest is slow enough.',
    protocol: "Use 'sha256'.",
    fingerprint: "Use 'sha256'.",
  },
  ja: {
    integrity: "'sha256' を使い、信頼できる場所から得たハッシュ値と照合してください。",
    signature: "鍵付きの関数で署名してください。例: `createHmac('sha256', key)`、または SHA-256 を使う RSA・ECDSA。",
    token: "秘密の値は `randomBytes(32)` で生成してください。秘密情報から導出する場合は `createHmac('sha256', key)` を使ってください。",
    password: 'パスワードには Argon2id、scrypt または bcrypt を使ってください。単純なハッシュは高速すぎます。',
    protocol: "'sha256' を使ってください。",
    fingerprint: "'sha256' を使ってください。",
  },
};

function harmless(purpose: Purpose): boolean {
  return purpose === 'protocol' || purpose === 'fingerprint';
}

function purposeOf(use: HashUse, name: string, bits: number): Verdict<Weak> {
  const known = use.purpose.alternatives.flatMap((one) => (one.is === 'known' && !harmless(one.value) ? [one.value] : []));
  const purpose = known[0];
  if (purpose) return { is: 'breaks', found: { name, bits, purpose } };
  return {
    is: 'unknown',
    why: 'call',
    note: { en: `${name}: nothing shows what the digest is for`, ja: `${name}: ハッシュ値の用途を判定できません` },
  };
}

/** `md5` → `MD5`, `hmac-sha1` → `HMAC-SHA-1`. */
function shown(name: string): string {
  const bare = name.replace(/^hmac-/, '');
  const text = bare.replace(/^sha(\d+)/, 'SHA-$1').replace(/^(?:md|ripemd)/, (m) => m.toUpperCase());
  return name.startsWith('hmac-') ? `HMAC-${text}` : text;
}

export default rule;
