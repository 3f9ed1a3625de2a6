/** What tls-weak-ciphers changes: the list without its weak suites, or the policy of the same vendor that has none. */
import type { FixContext, Node, Repair, SuiteList, TextEdit, TlsEndpoint, TlsVersion } from '../../engine/rule/index.ts';
import { removeItems, replace, rewrite, textOf, together } from '../../engine/rule/index.ts';
import { isStrongName } from '../data/tls/suites.ts';
import { nodeOf, one, raise, setFloor, strictPolicy } from '../fixes/tls.ts';

/** In OpenSSL's language: every suite of TLS 1.2 that is authenticated and forward secret; those of TLS 1.3 are on by themselves. */
export const LIST = 'ECDHE+AESGCM:ECDHE+CHACHA20';

export function fixes(endpoint: TlsEndpoint, ctx: FixContext): readonly Repair[] {
  const weak = (endpoint.suites?.alternatives ?? []).filter((each) => each.is === 'known' && each.value.notAead.length > 0);
  const asked = String(ctx.terms['tls-min-version'] ?? '1.2') as TlsVersion;
  const edits = weak.map((each): readonly TextEdit[] | undefined => {
    const node = nodeOf(ctx, each.from);
    if (!node || each.is !== 'known') return undefined;
    return each.from.is === 'absent' ? setFloor(ctx, node, endpoint, asked) : stricter(ctx, node, each.value, endpoint, asked);
  });
  return one(together(edits), {
    title: { en: 'Allow authenticated cipher suites only', ja: '認証付き暗号のスイートだけを許可する' },
    safe: true,
  });
}

function stricter(
  ctx: FixContext,
  node: Node,
  { name }: SuiteList,
  { role }: TlsEndpoint,
  least: TlsVersion,
): readonly TextEdit[] | undefined {
  const text = textOf(node);
  if (text !== undefined) {
    const policy = strictPolicy(text, least, role === 'resource');
    if (policy === undefined && role === 'resource') return undefined;
    return [rewrite(node, policy ?? strong(text))];
  }
  if (node.type === 'MemberExpression') return strictPolicy(name, least, true) === undefined ? undefined : raise(node, least, true);
  const list = joined(node);
  return list && withoutWeak(ctx, list);
}

/** A list of plain names loses the weak ones; a list that is a formula, or has nothing left for TLS 1.2, becomes the recommended one. */
function strong(text: string): string {
  const separator = text.includes(',') ? ',' : ':';
  const names = text.split(separator).map((part) => part.trim());
  if (!names.every(isName)) return LIST;
  const kept = names.filter((each) => !isWeak(each));
  const old = kept.some((each) => !/^TLS_(?:AES|CHACHA20)_/.test(each));
  return old ? kept.join(separator) : [...kept, LIST].join(':');
}

const isName = (text: string): boolean => /^[A-Z0-9]+(?:[-_][A-Z0-9]+){1,}$/.test(text);
const isWeak = (name: string): boolean => isStrongName(name) !== true;

/** The array of `[…].join(':')`, or the array itself. */
function joined(node: Node): Node | undefined {
  if (node.type === 'ArrayExpression') return node;
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  return node.callee.object.type === 'ArrayExpression' ? node.callee.object : undefined;
}

function withoutWeak(ctx: FixContext, list: Node): readonly TextEdit[] | undefined {
  if (list.type !== 'ArrayExpression') return undefined;
  const names = list.elements.map((item) => textOf(item ?? undefined));
  if (!names.every((name) => name !== undefined && isName(name))) return undefined;
  const weak = list.elements.filter((_, i) => isWeak(names[i] as string));
  if (weak.length < list.elements.length)
    return removeItems(
      ctx,
      list.elements,
      weak.flatMap((item) => item ?? []),
      list.range,
    );
  const first = list.elements[0];
  return first ? [replace(list, `[${ctx.text.charAt(first.range[0])}${LIST}${ctx.text.charAt(first.range[0])}]`)] : undefined;
}
