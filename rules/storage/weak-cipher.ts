/** Customer data at rest is encrypted with AES-256 or a cipher of equal strength, and never with a repeated IV. */

import type { CipherSpec, CipherUse, IvKind, Judged, Localized, Rule, Value, Verdict } from '../../engine/rule/index.ts';
import { defineRule, fold, worst } from '../../engine/rule/index.ts';
import { AUTHENTICATED, BROKEN_FAMILIES } from '../data/ciphers.ts';
import { fixes } from './weak-cipher.fix.ts';
import { say } from './weak-cipher.say.ts';

/** What is wrong with a use of a cipher. */
export type Fault =
  | { readonly is: 'family'; readonly name: string }
  | { readonly is: 'ecb'; readonly name: string }
  | { readonly is: 'bits'; readonly name: string; readonly bits: number }
  | { readonly is: 'key'; readonly name: string; readonly bits: number }
  | { readonly is: 'iv'; readonly name: string; readonly iv: Exclude<IvKind, 'fresh'> };

type Judgement = Verdict<Fault>;

/** Modes that need no new IV: key wrapping has a fixed one, SIV makes its own of the message. */
const IV_FREE: ReadonlySet<string> = new Set(['wrap', 'siv', 'ecb']);

const rule: Rule<'cipherUse', Fault> = defineRule<'cipherUse', Fault>({
  id: 'weak-cipher',
  obligation: 'encrypt-at-rest',
  evidence: 'cipherUse',
  title: { en: 'Data is encrypted with less than AES-256', ja: 'AES-256 未満の暗号でデータを暗号化しています' },
  cwe: [326, 327, 329],
  judge(use, terms) {
    const least = Number(terms['cipher-key-bits']);
    if (namedByData(use)) return { is: 'unknown', why: 'dynamic', note: NAMED_BY_DATA };
    return worst([
      fold<CipherSpec, Fault>(use.cipher, (spec) => strength(spec, least, terms['ecb-allowed'] === true)),
      ...keyVerdicts(use, least),
      ...(use.iv &&
      terms['constant-iv-allowed'] !== true &&
      !use.cipher.alternatives.every((one) => one.is === 'known' && IV_FREE.has(one.value.mode ?? ''))
        ? [ivVerdict(use, use.iv)]
        : []),
    ]);
  },
  fix: (fault, use, ctx, all) => fixes(fault, use, ctx, all),
  say,
  conclude: (judged) => withoutSecondHalves(oncePerDecision(judged)),
});

const NAMED_BY_DATA: Localized = {
  en: 'the stored data, or who calls, names the cipher to read it with',
  ja: '保存データまたは呼び出し元が復号に使う暗号を指定しています',
};

/** A decryption whose cipher may be one of several, some of them unknown: what was encrypted decides, and the encryption is judged for that. */
function namedByData(use: CipherUse): boolean {
  const known = use.cipher.alternatives.some((one) => one.is === 'known');
  return use.does === 'decrypt' && known && use.cipher.alternatives.some((one) => one.is === 'unknown');
}

function strength(spec: CipherSpec, least: number, ecbAllowed: boolean): Judgement {
  if (BROKEN_FAMILIES.has(spec.family)) return { is: 'breaks', found: { is: 'family', name: spec.name } };
  if (spec.mode === 'ecb' && !ecbAllowed) return { is: 'breaks', found: { is: 'ecb', name: spec.name } };
  if (spec.keyBits !== undefined && spec.keyBits < least)
    return { is: 'breaks', found: { is: 'bits', name: spec.name, bits: spec.keyBits } };
  return { is: 'keeps', note: keptNote(spec) };
}

function keptNote(spec: CipherSpec): Localized {
  const sealed = spec.family.endsWith('poly1305') || (spec.mode !== undefined && AUTHENTICATED.has(spec.mode)) || spec.mode === undefined;
  if (sealed) return { en: `${spec.name} meets the promised strength`, ja: `${spec.name} は約束された強度を満たしています` };
  return {
    en: `${spec.name} meets the promised strength, but nothing shows tampering: an authenticated mode such as AES-256-GCM is better`,
    ja: `${spec.name} は約束された強度を満たしていますが、改ざんは検知できません。AES-256-GCM などの認証付きモードを推奨します`,
  };
}

/** Where the cipher's name fixes the length, only a key that is certainly too weak counts; else the key has to show its length. */
function keyVerdicts(use: CipherUse, least: number): readonly Judgement[] {
  if (!use.key) return [];
  const spec = use.cipher.alternatives.find((one) => one.is === 'known');
  const name = spec?.is === 'known' ? spec.value.name : use.api;
  const verdict = fold<number, Fault>(use.key, (bits) =>
    bits < least
      ? { is: 'breaks', found: { is: 'key', name, bits } }
      : { is: 'keeps', note: { en: `a key of ${bits} bits`, ja: `${bits} ビットの鍵` } },
  );
  const fixed = spec?.is === 'known' && spec.value.keyBits !== undefined;
  if (verdict.is === 'unknown')
    return fixed ? [] : [{ ...verdict, note: { en: 'cannot tell how long the key is', ja: '鍵の長さを判定できません' } }];
  return verdict.is === 'breaks' || !fixed ? [verdict] : [];
}

function ivVerdict(use: CipherUse, iv: NonNullable<CipherUse['iv']>): Judgement {
  const spec = use.cipher.alternatives.find((one) => one.is === 'known');
  const name = spec?.is === 'known' ? spec.value.name : use.api;
  const verdict = fold<IvKind, Fault>(iv, (kind) =>
    kind === 'fresh'
      ? { is: 'keeps', note: { en: 'a new IV each time', ja: '毎回新しい IV' } }
      : { is: 'breaks', found: { is: 'iv', name, iv: kind } },
  );
  return verdict.is === 'unknown'
    ? {
        ...verdict,
        note: { en: 'cannot tell whether the IV is a new one each time', ja: 'IV が毎回新しく生成されるかどうかを判定できません' },
      }
    : verdict;
}

/**
 * Calls of one wrapper that all break by what another file, or the wrapper itself, decided are one matter: it stands at the
 * wrapper's own use. So do calls of which nothing can be told.
 */
function oncePerDecision(judged: readonly Judged<'cipherUse', Fault>[]): readonly Judged<'cipherUse', Fault>[] {
  const byDecision = new Map<string, Judged<'cipherUse', Fault>[]>();
  const keyOf = ({ evidence, verdict }: Judged<'cipherUse', Fault>): string | undefined => {
    if (!evidence.at.ctx.call) return undefined;
    const use = `${evidence.at.m.id}.${evidence.at.e}`;
    if (verdict.is === 'unknown') return `${use} unknown`;
    return verdict.is === 'breaks' && verdict.from && decidedElsewhere(evidence, verdict.from)
      ? `${use} ${placeId(verdict.from)}`
      : undefined;
  };
  for (const one of judged) {
    const key = keyOf(one);
    if (key !== undefined) byDecision.set(key, [...(byDecision.get(key) ?? []), one]);
  }
  return judged.flatMap((one) => {
    const group = byDecision.get(keyOf(one) ?? '');
    if (!group || group.length === 1) return [one];
    return group[0] === one ? [{ ...one, evidence: { ...one.evidence, anchor: 'sink' as const } }] : [];
  });
}

/** Not in the file of the call that leads here, or within the very function that uses the cipher. */
function decidedElsewhere({ at }: CipherUse, from: Value): boolean {
  const { m, e } = from.at;
  let call = at;
  while (call.ctx.call) call = call.ctx.call;
  return m !== call.m || (m === at.m && m.ownerOf(e) !== 0 && m.ownerOf(e) === at.m.ownerOf(at.e));
}

/** A decryption that goes with a reported encryption of the same file and cipher is the same matter: one finding speaks for both. */
function withoutSecondHalves(judged: readonly Judged<'cipherUse', Fault>[]): readonly Judged<'cipherUse', Fault>[] {
  const first = new Set<string>();
  const decided = new Set<string>();
  for (const { evidence, verdict } of judged) {
    if (verdict.is !== 'breaks') continue;
    if (evidence.does !== 'decrypt') for (const file of filesOf(evidence)) first.add(`${file} ${verdict.found.name.toLowerCase()}`);
    if (evidence.choice !== true) decided.add(placeId(verdict.from));
  }
  return judged.filter(({ evidence, verdict }) => {
    if (evidence.choice === true) return !(verdict.is === 'breaks' && decided.has(placeId(verdict.from)));
    if (evidence.does !== 'decrypt' || verdict.is !== 'breaks') return true;
    return !filesOf(evidence).some((file) => first.has(`${file} ${verdict.found.name.toLowerCase()}`));
  });
}

/** The file of the place itself and that of the outermost call that leads to it. */
function filesOf(evidence: CipherUse): readonly string[] {
  let at = evidence.at;
  while (at.ctx.call) at = at.ctx.call;
  return [evidence.at.m.path, at.m.path];
}

function placeId(from: Value | undefined): string {
  return from ? `${from.at.m.id}.${from.at.e}` : '';
}

export default rule;
