/** What tls-verification-disabled changes: the switch is turned round, or what switches the check off is taken away. Never safe: a connection may fail. */
import type { FixContext, Localized, Node, Repair, TextEdit, TlsEndpoint, Value } from '../../engine/rule/index.ts';
import {
  booleanOf,
  keyOf,
  lastNameOf,
  optionsOf,
  propertyAround,
  propertyOf,
  removeProperty,
  removeStatement,
  replace,
  rewrite,
  source,
  textOf,
  together,
} from '../../engine/rule/index.ts';
import { nodeOf, one } from '../fixes/tls.ts';

const TITLE: Localized = { en: 'Check the certificate', ja: '証明書を検証する' };
const BY_HAND: Localized = {
  en: 'Where the other side’s certificate comes from an authority of your own, hand over its certificate as `ca`, or the connection fails.',
  ja: '相手の証明書が独自の認証局によるものであれば、その CA 証明書を `ca` に渡してください。渡さないと接続に失敗します。',
};

export function fixes(endpoint: TlsEndpoint, ctx: FixContext): readonly Repair[] {
  const off = (endpoint.verifies?.alternatives ?? []).flatMap((each) => (each.is === 'known' && !each.value ? [each.from] : []));
  return one(together(off.map((from) => on(ctx, from, endpoint))), { title: TITLE, safe: false, byHand: BY_HAND });
}

function on(ctx: FixContext, from: Value, { api }: TlsEndpoint): readonly TextEdit[] | undefined {
  const node = nodeOf(ctx, from);
  // A choice that somebody makes is no mistake in writing.
  if (!node || ctx.tree.parents.get(node)?.type === 'ConditionalExpression') return undefined;
  const flag = booleanOf(node);
  if (flag !== undefined) return [replace(node, String(!flag))];
  if (api === 'checkServerIdentity') return withoutProperty(ctx, node);
  if (api === 'GIT_SSL_NO_VERIFY') return withoutVariable(ctx, node);
  if (node.type === 'BinaryExpression') return unlessForbidden(node);
  if (textOf(node) === '0') return [rewrite(node, '1')];
  if (textOf(node) === 'require') return [rewrite(node, 'verify-full')];
  if (textOf(node) !== undefined || node.type === 'TemplateLiteral') return inText(ctx, node);
  return node.type === 'CallExpression' ? withoutCall(ctx, node) : undefined;
}

/** `env === 'true'` is off until somebody sets it; `env !== 'false'` is on until somebody does. */
function unlessForbidden(node: Node): readonly TextEdit[] | undefined {
  if (node.type !== 'BinaryExpression' || !/^===?$/.test(node.operator) || textOf(node.right) !== 'true') return undefined;
  const operator = node.operator.replace('=', '!');
  return [{ start: node.left.range[1], end: node.right.range[0], text: ` ${operator} ` }, rewrite(node.right, 'false')];
}

function withoutProperty(ctx: FixContext, node: Node): readonly TextEdit[] | undefined {
  const around = propertyAround(ctx, node) ?? methodAround(ctx, node);
  return around && [removeProperty(ctx, around.object, around.property)];
}

/** A method stands for its whole property. */
function methodAround(ctx: FixContext, node: Node): ReturnType<typeof propertyAround> {
  const parent = ctx.tree.parents.get(node);
  return parent?.type === 'Property' ? propertyAround(ctx, parent) : undefined;
}

function withoutVariable(ctx: FixContext, node: Node): readonly TextEdit[] | undefined {
  const around = propertyAround(ctx, node);
  if (around && keyOf(around.property) !== undefined) return [removeProperty(ctx, around.object, around.property)];
  const assignment = ctx.tree.parents.get(node);
  const gone = assignment?.type === 'AssignmentExpression' && assignment.right === node ? removeStatement(ctx, assignment) : undefined;
  return gone && [gone];
}

/** Settings in connection strings, by the value that switches the check off. */
const IN_TEXT: readonly (readonly [RegExp, string])[] = [
  [/\b(sslmode=)(?:no-verify|require|prefer|allow)\b/gi, '$1verify-full'],
  [/\b((?:tls|ssl)(?:Insecure|AllowInvalidCertificates|AllowInvalidHostnames)=)true\b/gi, '$1false'],
  [/\b(trust[ _]?server[ _]?certificate\s*=\s*)(?:true|yes|1)\b/gi, '$1false'],
  [/\b((?:rejectUnauthorized|verify_?ssl|ssl_?verify|sslVerify)=)(?:false|0)\b/gi, '$1true'],
];

function inText(ctx: FixContext, node: Node): readonly TextEdit[] | undefined {
  const before = source(ctx, node);
  const after = IN_TEXT.reduce((text, [pattern, instead]) => text.replace(pattern, instead), before);
  return after === before ? undefined : [replace(node, after)];
}

const SWITCHES: ReadonlySet<string> = new Set(['appendSwitch', 'setCertificateVerifyProc']);

function withoutCall(ctx: FixContext, node: Node): readonly TextEdit[] | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const name = lastNameOf(node.callee) ?? '';
  if (SWITCHES.has(name)) {
    const gone = removeStatement(ctx, node);
    return gone && [gone];
  }
  // `agent.disableTLSCerts()` in a chain answers with the agent.
  if (name === 'disableTLSCerts' && node.callee.type === 'MemberExpression')
    return [{ start: node.callee.object.range[1], end: node.range[1], text: '' }];
  const options = optionsOf(node);
  const secure = options && propertyOf(options, 'secure');
  return secure && booleanOf(secure.value) === false ? [replace(secure.value, 'true')] : undefined;
}
