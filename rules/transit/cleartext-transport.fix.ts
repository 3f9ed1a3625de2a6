/** What cleartext-transport changes: the scheme, the parameter or the setting that leaves a connection unencrypted. */
import type { FixContext, Localized, Node, OutboundRequest, Repair, TextEdit } from '../../engine/rule/index.ts';
import {
  bare,
  booleanOf,
  insert,
  lastNameOf,
  numberIn,
  optionsOf,
  propertyAround,
  propertyOf,
  quoted,
  replace,
  rewrite,
  setProperty,
  source,
  textOf,
} from '../../engine/rule/index.ts';
import { cdkImported } from '../fixes/cdk.ts';
import { one } from '../fixes/tls.ts';
import type { Clear } from './cleartext-transport.say.ts';

type Edits = readonly TextEdit[] | undefined;

const SERVER: Localized = {
  en: 'The other side must speak TLS at this address; where it listens on a port of its own for that, change the port too.',
  ja: '接続先がこのアドレスで TLS に対応している必要があります。TLS 用のポートが別にある場合は、ポートも変更してください。',
};
const CLIENTS: Localized = {
  en: 'Clients that connect without TLS are refused from then on: switch them over first.',
  ja: '以後、TLS を使わないクライアントは接続できません。先にクライアントを切り替えてください。',
};

export function fixes({ url, unset }: Clear, request: OutboundRequest, ctx: FixContext): readonly Repair[] {
  const written = bare(ctx.node(request.at));
  const decided = bare(ctx.node(ctx.decided));
  const scheme = written && secureScheme(ctx, written);
  if (scheme) return one(scheme, { title: say(`Use ${scheme[0]?.text}://`, `${scheme[0]?.text}:// を使う`), safe: false, byHand: SERVER });
  const inString = decided && (parameter(ctx, decided) ?? (decided === written ? demanded(ctx, decided) : undefined));
  if (inString)
    return one(inString, {
      title: say('Require TLS in the connection string', '接続文字列で TLS を必須にする'),
      safe: false,
      byHand: SERVER,
    });
  if (!decided) return [];
  if (/^viewerProtocolPolicy/.test(url))
    return one(viewer(ctx, decided, unset), { title: say('Redirect to HTTPS', 'HTTPS にリダイレクトする'), safe: true });
  if (unset && url === 'httpsOnly')
    return one(insertSwitch(ctx, decided, url), { title: say('Redirect to HTTPS', 'HTTPS にリダイレクトする'), safe: true });
  const edits = unset ? insertSwitch(ctx, decided, url) : turned(ctx, decided, url);
  return one(edits, {
    title: say('Encrypt the connection', '通信を暗号化する'),
    safe: false,
    byHand: unset || /^\w+: /.test(url) ? CLIENTS : SERVER,
  });
}

const say = (en: string, ja: string): Localized => ({ en, ja });

const SECURE: Readonly<Record<string, string>> = {
  http: 'https',
  ws: 'wss',
  redis: 'rediss',
  valkey: 'valkeys',
  amqp: 'amqps',
  mqtt: 'mqtts',
  ldap: 'ldaps',
  imap: 'imaps',
  pop3: 'pop3s',
  neo4j: 'neo4j+s',
  bolt: 'bolt+s',
};

/** The scheme at the start of a string or template, or of the first piece of a sum; `:80` goes with it. */
function secureScheme(ctx: FixContext, node: Node): Edits {
  let at = node;
  while (at.type === 'BinaryExpression' && at.operator === '+') at = at.left;
  if (at.type === 'TaggedTemplateExpression') at = at.quasi;
  if (textOf(at) === undefined && at.type !== 'TemplateLiteral') return undefined;
  const [, quote = '', scheme = '', host = ''] = /^(['"`])([a-z]+):\/\/([^/?#'"`]*)/i.exec(source(ctx, at)) ?? [];
  const secure = SECURE[scheme.toLowerCase()];
  if (secure === undefined) return undefined;
  const start = at.range[0] + quote.length;
  const edit: TextEdit = { start, end: start + scheme.length, text: secure };
  const port = /:80$/.exec(host);
  const end = start + scheme.length + '://'.length + host.length;
  return port && secure === 'https' ? [edit, { start: end - port[0].length, end, text: '' }] : [edit];
}

/** Parameters that leave it open, and what they become; `False` becomes `True`. */
const PARAMETERS: readonly (readonly [RegExp, (head: string, said: string) => string])[] = [
  [/\b(sslmode=)(disabled?|allow|prefer)(?![-\w])/gi, (head) => `${head}verify-full`],
  [/\b(ssl-mode=)(disabled?|preferred)(?![-\w])/gi, (head) => `${head}VERIFY_IDENTITY`],
  [
    /\b((?:tls|ssl|encrypt|use_?ssl|use_?tls)\s*=\s*)(false|no|off|0)(?![-\w])/gi,
    (head, said) => `${head}${/^[A-Z]/.test(said) ? 'True' : 'true'}`,
  ],
];

function parameter(ctx: FixContext, node: Node): Edits {
  const text = node.type === 'TaggedTemplateExpression' ? node.quasi : node;
  if (textOf(text) === undefined && text.type !== 'TemplateLiteral') return undefined;
  const before = source(ctx, text);
  const after = PARAMETERS.reduce(
    (all, [pattern, instead]) => all.replace(pattern, (_, head: string, said: string) => instead(head, said)),
    before,
  );
  return after === before ? undefined : [replace(text, after)];
}

const DEMAND: Readonly<Record<string, string>> = {
  postgres: 'sslmode=verify-full',
  postgresql: 'sslmode=verify-full',
  cockroachdb: 'sslmode=verify-full',
  mongodb: 'tls=true',
};

/** The parameter that demands TLS, at the end of a connection string that is written in one piece. */
function demanded(ctx: FixContext, node: Node): Edits {
  if (textOf(node) === undefined && node.type !== 'TemplateLiteral') return undefined;
  const inner = source(ctx, node).slice(1, -1);
  const [, scheme = '', rest = ''] = /^([a-z]+):\/\/(.*)$/is.exec(inner) ?? [];
  const wanted = DEMAND[scheme.toLowerCase()];
  if (wanted === undefined || rest.includes('#')) return undefined;
  // MongoDB's parameters come after a slash, even where no database is named.
  const lead = rest.includes('?')
    ? /[?&]$/.test(rest)
      ? ''
      : '&'
    : scheme.toLowerCase() === 'mongodb' && !rest.includes('/')
      ? '/?'
      : '?';
  return [insert(node.range[1] - 1, `${lead}${wanted}`)];
}

function viewer(ctx: FixContext, node: Node, unset: boolean): Edits {
  if (!unset)
    return node.type === 'MemberExpression' ? [replace(node.property, 'REDIRECT_TO_HTTPS')] : [rewrite(node, 'redirect-to-https')];
  if (node.type !== 'ObjectExpression') return undefined;
  // Pulumi and the resource classes have ids where the construct has an object.
  if (propertyOf(node, 'targetOriginId')) return setProperty(ctx, node, 'viewerProtocolPolicy', quoted(ctx, 'redirect-to-https'));
  const { text, edits } = cdkImported(ctx, 'aws-cloudfront', 'ViewerProtocolPolicy');
  return [...edits, ...setProperty(ctx, node, 'viewerProtocolPolicy', `${text}.REDIRECT_TO_HTTPS`)];
}

/** Settings whose absence leaves a connection unencrypted, and that are there to be set to true. */
const SWITCHES: ReadonlySet<string> = new Set(['secure', 'transitEncryptionEnabled', 'enforceHttps', 'httpsOnly', 'encrypt']);

function insertSwitch(ctx: FixContext, node: Node, name: string): Edits {
  if (!SWITCHES.has(name)) return undefined;
  const object =
    node.type === 'ObjectExpression' ? node : node.type === 'CallExpression' || node.type === 'NewExpression' ? optionsOf(node) : undefined;
  return object && setProperty(ctx, object, name, 'true');
}

function turned(ctx: FixContext, node: Node, url: string): Edits {
  const around = propertyAround(ctx, node);
  if (/^ignoreTLS/.test(url)) return around ? [replace(around.property, 'requireTLS: true')] : requireTls(ctx, node);
  if (booleanOf(node) === false) return [replace(node, 'true')];
  if (/rotocolPolicy/.test(url))
    return node.type === 'MemberExpression'
      ? [replace(node.property, 'HTTPS_ONLY')]
      : textOf(node) === 'http-only'
        ? [rewrite(node, 'https-only')]
        : undefined;
  if (/^(?:TLS_)?PLAINTEXT$/.test(textOf(node) ?? '')) return [rewrite(node, 'TLS')];
  if (node.type === 'CallExpression' && lastNameOf(node.callee) === 'createInsecure') return channel(ctx, node);
  // The drivers of MySQL take an object for the options of TLS.
  return /^mysql:/.test(url) && around && numberIn(node) === undefined ? setProperty(ctx, around.object, 'ssl', '{}') : undefined;
}

/** `options.ignoreTLS = true` */
function requireTls(ctx: FixContext, node: Node): Edits {
  const parent = ctx.tree.parents.get(node);
  const target = parent?.type === 'AssignmentExpression' && parent.right === node ? parent.left : undefined;
  return target?.type === 'MemberExpression' && lastNameOf(target) === 'ignoreTLS' && booleanOf(node) === true
    ? [replace(target.property, 'requireTLS')]
    : undefined;
}

/** A client's credentials, where they are no choice beside others; those of a server need a key and a certificate. */
function channel(ctx: FixContext, call: Node): Edits {
  if (ctx.tree.parents.get(call)?.type === 'ConditionalExpression') return undefined;
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression' || lastNameOf(call.callee.object) === 'ServerCredentials')
    return undefined;
  return [replace(call.callee.property, 'createSsl')];
}
