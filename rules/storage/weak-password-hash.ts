/** Passwords are kept only as slow hashes, with the work that OWASP asks for. */

import type { Answer, PasswordHash, Rule, Terms, Verdict } from '../../engine/rule/index.ts';
import { defineRule, fold, worst } from '../../engine/rule/index.ts';
import { hashNamed } from '../data/hashes.ts';
import { ARGON2_EQUALS, SCRYPT_EQUALS } from '../data/password-work.ts';
import { fixes, type Least } from './weak-password-hash.fix.ts';

interface Weak {
  readonly kind: 'plain' | 'fast' | 'work';
  /** `MD5`, `bcrypt`, `PBKDF2-SHA-256`. */
  readonly name: string;
  /** What it is given: `4 rounds`. */
  readonly has?: string;
  readonly needs?: string;
  /** The same by factor, for the fix. */
  readonly least?: Least;
}

const rule: Rule<'passwordHash', Weak> = defineRule<'passwordHash', Weak>({
  id: 'weak-password-hash',
  obligation: 'hash-strength',
  evidence: 'passwordHash',
  title: { en: 'A password is hashed with too little work', ja: 'パスワードのハッシュ化の強度が足りません' },
  cwe: [916, 256, 759],
  judge(use, terms) {
    return fold<string, Weak>(
      use.algorithm,
      (name) => judged(name, use, terms),
      () => judged('', use, terms),
    );
  },
  fix: (weak, use, ctx) => (weak.kind === 'work' ? fixes(weak.least ?? {}, use, ctx) : []),
  say: {
    en: (weak, use) => ({
      what:
        weak.kind === 'plain'
          ? `${use.api} takes a password as it is stored: it is kept in plain text.`
          : weak.kind === 'fast'
            ? `${use.api} hashes a password with ${weak.name}, which is fast.`
            : `${use.api} hashes a password with ${weak.name} at ${weak.has}.`,
      why:
        weak.kind === 'plain'
          ? 'Passwords are promised to be hashed; whoever reads this store has them all.'
          : weak.kind === 'fast'
            ? 'Passwords are promised to be hashed with current work factors; a graphics card tries billions of fast digests a second.'
            : `The work factors of the day are promised: at least ${weak.needs}.`,
      todo:
        weak.kind === 'work'
          ? `Raise it to ${weak.needs}, and hash again when a person next signs in.`
          : 'Use Argon2id (19 MiB, 2 passes), scrypt (N = 2^17, r = 8, p = 1) or bcrypt (cost 10 or more), and hash again when a person next signs in.',
    }),
    ja: (weak, use) => ({
      what:
        weak.kind === 'plain'
          ? `${use.api} が保存済みのパスワードをそのまま照合しており、平文で保存されています。`
          : weak.kind === 'fast'
            ? `${use.api} がパスワードを高速な ${weak.name} でハッシュ化しています。`
            : `${use.api} がパスワードを ${weak.name} (${weak.has}) でハッシュ化しています。`,
      why:
        weak.kind === 'plain'
          ? 'パスワードはハッシュ化して保管すると約束しています。このままでは、保存先を読める者にすべて知られます。'
          : weak.kind === 'fast'
            ? 'パスワードは現在の基準に沿った強度でハッシュ化すると約束しています。高速なハッシュは GPU で毎秒数十億回試行できます。'
            : `現在の基準に沿った強度を約束しています。必要な値は ${weak.needs} 以上です。`,
      todo:
        weak.kind === 'work'
          ? `${weak.needs} 以上に引き上げ、次回のサインイン時にハッシュを作り直してください。`
          : 'Argon2id (19 MiB、2 回)、scrypt (N = 2^17、r = 8、p = 1) または bcrypt (コスト 10 以上) を使い、次回のサインイン時にハッシュを作り直してください。',
    }),
  },
});

const num = (terms: Terms, name: string): number => Number(terms[name]);

function judged(name: string, use: PasswordHash, terms: Terms): Verdict<Weak> {
  const work = use.work ?? {};
  if (name === 'plain') return { is: 'breaks', found: { kind: 'plain', name } };
  if (name === 'bcrypt') return atLeast('bcrypt', work['cost'], num(terms, 'bcrypt-rounds'), 'cost');
  if (name.startsWith('argon2')) return argon2(work, terms);
  if (name === 'scrypt') return scrypt(work, terms);
  if (name.startsWith('pbkdf2-')) {
    const digest = name.slice('pbkdf2-'.length);
    const term =
      digest === 'sha512' || digest === 'sha384'
        ? 'pbkdf2-sha512-iterations'
        : digest === 'sha256' || (hashNamed(digest)?.bits ?? 0) >= 256
          ? 'pbkdf2-sha256-iterations'
          : 'pbkdf2-sha1-iterations';
    return atLeast(`PBKDF2-${shown(digest)}`, work['iterations'], num(terms, term), 'iterations');
  }
  return { is: 'breaks', found: { kind: 'fast', name: shown(name) } };
}

function atLeast(name: string, has: Answer<number> | undefined, least: number, unit: string): Verdict<Weak> {
  if (!has) return { is: 'unknown', why: 'call' };
  return fold<number, Weak>(has, (value) =>
    value >= least
      ? keeps(`${name}, ${unit} ${value}`)
      : { is: 'breaks', found: { kind: 'work', name, has: `${unit} ${value}`, needs: `${unit} ${least}`, least: { [unit]: least } } },
  );
}

function keeps(text: string): Verdict<Weak> {
  return { is: 'keeps', note: { en: text, ja: text } };
}

/** Memory and passes trade off: any pair that OWASP lists is as good, when the contract asks for one of them. */
function argon2(work: NonNullable<PasswordHash['work']>, terms: Terms): Verdict<Weak> {
  const [memory, iterations] = [work['memory'], work['iterations']];
  if (!memory || !iterations) return { is: 'unknown', why: 'call' };
  const least = { memory: num(terms, 'argon2-memory-kib'), iterations: num(terms, 'argon2-iterations') };
  const pairs = ARGON2_EQUALS.some((one) => one.memory === least.memory && one.iterations === least.iterations) ? ARGON2_EQUALS : [least];
  const needs = `m=${least.memory} KiB, t=${least.iterations}`;
  return pairwise(memory, iterations, (m, t) =>
    pairs.some((one) => m >= one.memory && t >= one.iterations)
      ? keeps(`Argon2, m=${m} KiB, t=${t}`)
      : { is: 'breaks', found: { kind: 'work', name: 'Argon2', has: `m=${m} KiB, t=${t}`, needs, least } },
  );
}

/** N × r is the memory, p the passes over it: any pair that OWASP lists is as good, when the contract asks for one of them. */
function scrypt(work: NonNullable<PasswordHash['work']>, terms: Terms): Verdict<Weak> {
  const [cost, blockSize] = [work['cost'], work['blockSize']];
  const parallelism = work['parallelism'];
  if (!cost || !blockSize || !parallelism) return { is: 'unknown', why: 'call' };
  const [n, r] = [num(terms, 'scrypt-cost'), num(terms, 'scrypt-block-size')];
  const pairs = n === 131072 && r === 8 ? SCRYPT_EQUALS : [{ cost: n, parallelism: 1 }];
  return fold<number, Weak>(blockSize, (size) =>
    pairwise(cost, parallelism, (value, p) =>
      size >= r && pairs.some((one) => value * size >= one.cost * r && p >= one.parallelism)
        ? keeps(`scrypt, N=${value}, r=${size}, p=${p}`)
        : {
            is: 'breaks',
            found: {
              kind: 'work',
              name: 'scrypt',
              has: `N=${value}, r=${size}, p=${p}`,
              needs: `N=${n}, r=${r}, p=1`,
              least: { cost: n, blockSize: r },
            },
          },
    ),
  );
}

/** Judges every pair of alternatives; where one of them is open, so is the pair. */
function pairwise(a: Answer<number>, b: Answer<number>, judge: (a: number, b: number) => Verdict<Weak>): Verdict<Weak> {
  const whenAbsent = (): Verdict<Weak> => ({ is: 'unknown', why: 'call' });
  return worst([fold<number, Weak>(a, (one) => fold<number, Weak>(b, (other) => judge(one, other), whenAbsent), whenAbsent)]);
}

/** `sha256` → `SHA-256`, `hmac-md5` → `HMAC-MD5`. */
function shown(name: string): string {
  const bare = name.replace(/^hmac-/, '');
  const text = bare.replace(/^sha(\d+)/, 'SHA-$1').replace(/^(?:md|ripemd)/, (m) => m.toUpperCase());
  return name.startsWith('hmac-') ? `HMAC-${text}` : text;
}

export default rule;
