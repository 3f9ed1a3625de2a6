/** What weak-hash changes: the name of the function, for signatures and tokens. A digest that comes from elsewhere is made by its maker's function. */
import type { FixContext, HashUse, Localized, Node, Repair, TextEdit } from '../../engine/rule/index.ts';
import { bare, imported, lastNameOf, quoted, replace, rewrite, source, textOf } from '../../engine/rule/index.ts';
import { hashNamed } from '../data/hashes.ts';
import { one } from '../fixes/tls.ts';

type Edits = readonly TextEdit[] | undefined;

const BY_HAND: Localized = {
  en: 'Whoever makes or checks the other side of it must follow, and values stored or handed out so far no longer match.',
  ja: '対になる生成・検証の処理も変更する必要があります。保存済み、または発行済みの値とは一致しなくなります。',
};

export function fixes(purpose: string, use: HashUse, ctx: FixContext): readonly Repair[] {
  const node = bare(ctx.node(ctx.decided));
  const least = Number(ctx.terms['hash-bits']);
  const bits = [256, 384, 512].find((each) => each >= least);
  if (!node || bits === undefined || (purpose !== 'signature' && purpose !== 'token')) return [];
  const name = `SHA-${bits}`;
  return one(edits(ctx, node, use, bits), { title: { en: `Use ${name}`, ja: `${name} を使う` }, safe: false, byHand: BY_HAND });
}

function edits(ctx: FixContext, node: Node, use: HashUse, bits: number): Edits {
  const text = textOf(node);
  if (text !== undefined) {
    const better = renamed(text, bits);
    return better === undefined ? undefined : [rewrite(node, better)];
  }
  if (node.type !== 'CallExpression') return undefined;
  const member = node.callee.type === 'MemberExpression' && !node.callee.computed ? node.callee.property : undefined;
  const named = /^(Hmac)?(?:MD5|SHA1|SHA224|RIPEMD160|SHA256|SHA384)$/.exec(lastNameOf(member) ?? '');
  if (member && named) return [replace(member, `${named[1] ?? ''}SHA${bits}`)];
  const [only, ...more] = node.arguments;
  if (use.api !== 'md5' || node.callee.type !== 'Identifier' || !only || more.length > 0) return undefined;
  const hash = imported(ctx, ['node:crypto', 'crypto'], 'createHash');
  const call = `${hash.text}(${quoted(ctx, `sha${bits}`)}).update(${source(ctx, only)}).digest(${quoted(ctx, 'hex')})`;
  const unused = onlyUse(ctx, node.callee.name);
  if (!unused) return [...hash.edits, replace(node, call)];
  // The import of the package goes, and makes room for the other where that is missing.
  const instead = `import { createHash } from ${quoted(ctx, 'node:crypto')}${source(ctx, unused).endsWith(';') ? ';' : ''}`;
  const added = hash.edits.length > 0 && hash.text === 'createHash' && !hash.edits.some((edit) => edit.text.startsWith(','));
  return added
    ? [replace(unused, instead), replace(node, call)]
    : [...hash.edits, { start: unused.range[0], end: lineEnd(ctx.text, unused.range[1]), text: '' }, replace(node, call)];
}

/** The import whose only name is this one, where nothing but one call uses it. */
function onlyUse(ctx: FixContext, name: string): Node | undefined {
  const uses = ctx.tree.nodes.filter((one) => one.type === 'Identifier' && one.name === name);
  const declaration = ctx.tree.root.body.find(
    (one) => one.type === 'ImportDeclaration' && one.specifiers.some((each) => each.local.name === name),
  );
  return uses.length === 2 && declaration?.type === 'ImportDeclaration' && declaration.specifiers.length === 1 ? declaration : undefined;
}

function lineEnd(text: string, at: number): number {
  return at + (/^[ \t]*(?:\r\n|\r|\n)/.exec(text.slice(at))?.[0].length ?? 0);
}

/** `md5` → `sha256`, `RSA-SHA1` → `RSA-SHA256`, `SHA-1` → `SHA-256`. */
function renamed(text: string, bits: number): string | undefined {
  const out = text.replace(
    /(?:md[245]|ripemd-?160|rmd160|(sha)(-?)(?:1|224|256|384)?)(?!\d)/i,
    (old, _, dash: string | undefined) => `${/[A-Z]/.test(old) ? 'SHA' : 'sha'}${dash ?? ''}${bits}`,
  );
  return (hashNamed(out)?.bits ?? 0) >= bits && out !== text ? out : undefined;
}
