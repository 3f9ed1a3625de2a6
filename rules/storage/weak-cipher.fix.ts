/** What weak-cipher changes: the length of a key where it is written. A new cipher, mode or IV changes what is stored, and is left to people. */
import type { Answer, CipherUse, FixContext, Judged, Localized, Node, Repair, TextEdit, Value } from '../../engine/rule/index.ts';
import { bare, insert, lastNameOf, numberIn, optionsOf, replace, rewrite, textOf, together } from '../../engine/rule/index.ts';
import { one } from '../fixes/tls.ts';
import type { Fault } from './weak-cipher.ts';

type Edits = readonly TextEdit[] | undefined;

const BITS = 256;
const BYTES = BITS / 8;

const REENCRYPT: Localized = {
  en: 'Give it a key of 32 bytes, and keep the old one to read and re-encrypt what is stored already.',
  ja: '32 バイトの鍵を用意し、保存済みのデータを読み出して暗号化し直すまで、以前の鍵も保管してください。',
};

export function fixes(fault: Fault, use: CipherUse, ctx: FixContext, all: readonly Judged<'cipherUse', Fault>[]): readonly Repair[] {
  if (Number(ctx.terms['cipher-key-bits']) > BITS) return [];
  const title: Localized = { en: 'Use a key of 256 bits', ja: '256 ビットの鍵を使う' };
  const node = bare(ctx.node(ctx.decided));
  if (!node) return [];
  // The cipher of a private key's file stands in the file, and whoever reads it goes by that.
  if (fault.is === 'family' && use.api.startsWith('crypto.generateKeyPair') && textOf(node) !== undefined)
    return one([rewrite(node, 'aes-256-cbc')], {
      title: { en: 'Encrypt the private key with AES-256', ja: '秘密鍵を AES-256 で暗号化する' },
      safe: true,
    });
  // What was encrypted decides how it is read; a decryption alone cannot be changed.
  if ((fault.is !== 'bits' && fault.is !== 'key') || use.does === 'decrypt') return [];
  // A key that is too short by itself would make the call throw, and an IV that repeats is a fault that stays.
  if (fault.is === 'bits' && (hasKnown(use.key, (bits) => bits < BITS) || hasKnown(use.iv, (kind) => kind !== 'fresh'))) return [];
  const sjcl = use.api === 'sjcl.encrypt' && numberIn(node) === undefined ? sjclKey(ctx, use) : undefined;
  if (sjcl) return one(sjcl, { title, safe: true });
  const decisions = [ctx.decided, ...alike(fault, ctx, all)].flatMap((from) => (from ? [from] : []));
  return one(together(decisions.map((from) => longer(bare(ctx.node(from))))), { title, safe: false, byHand: REENCRYPT });
}

function hasKnown<T>(answer: Answer<T> | undefined, is: (value: T) => boolean): boolean {
  return answer?.alternatives.some((each) => each.is === 'known' && is(each.value)) === true;
}

/** The same cipher elsewhere in the file: encryption and decryption must go together. */
function alike(fault: Fault, ctx: FixContext, all: readonly Judged<'cipherUse', Fault>[]): readonly Value[] {
  return all.flatMap(({ verdict }) => {
    if (verdict.is !== 'breaks' || verdict.from?.at.m.path !== ctx.path) return [];
    return fault.is === 'bits' && verdict.found.is === 'bits' && verdict.found.name.toLowerCase() === fault.name.toLowerCase()
      ? [verdict.from]
      : [];
  });
}

function longer(node: Node | undefined): Edits {
  const text = textOf(node);
  if (node && text !== undefined) {
    const name = stronger(text);
    return name === text ? undefined : [rewrite(node, name)];
  }
  const number = numberIn(node);
  if (node && number !== undefined) return [replace(node, String(number === 128 || number === 192 ? BITS : BYTES))];
  return drawn(node);
}

/** `aes-128-gcm`, `AES_128`, `A128GCM`, `A128CBC-HS256`. */
function stronger(name: string): string {
  return name
    .replace(/^((?:id-)?(?:aes|aria|camellia)[-_ ]?)(?:128|192)(?!\d)/i, '$1256')
    .replace(/^(.*-)?(aes)-(?:128|192)(?!\d)/i, '$1$2-256')
    .replace(/\bA(?:128CBC-HS256|192CBC-HS384)$/, 'A256CBC-HS512')
    .replace(/\bA(?:128|192)(?=(?:GCM)?KW$|GCM$)/, 'A256');
}

/** A key drawn at random: `randomBytes(16)`, `forge.random.getBytesSync(16)`. */
function drawn(node: Node | undefined): Edits {
  if (node?.type !== 'CallExpression' || !/^(?:randomBytes|getBytes|getBytesSync|random)$/.test(lastNameOf(node.callee) ?? ''))
    return undefined;
  const length = bare(node.arguments[0]);
  return length && (numberIn(length) === 16 || numberIn(length) === 24) ? [replace(length, String(BYTES))] : undefined;
}

/** SJCL writes the length into what it makes, so that old text is read as before. */
function sjclKey(ctx: FixContext, use: CipherUse): Edits {
  const call = ctx.node(use.at);
  if (call?.type !== 'CallExpression' || call.arguments.length !== 2 || optionsOf(call)) return undefined;
  return [insert(call.arguments[1]?.range[1] ?? 0, `, { ks: ${BITS} }`)];
}
