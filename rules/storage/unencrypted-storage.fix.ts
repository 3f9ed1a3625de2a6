/** What unencrypted-storage changes: the setting that decides, set or turned on. */
import type { FixContext, Localized, Node, ObjectNode, Repair, StorageUse, TextEdit } from '../../engine/rule/index.ts';
import {
  bare,
  booleanOf,
  lastNameOf,
  optionsOf,
  propertyAround,
  propertyOf,
  quoted,
  replace,
  rewrite,
  setProperty,
  textOf,
} from '../../engine/rule/index.ts';
import { one } from '../fixes/tls.ts';

type Edits = readonly TextEdit[] | undefined;

const MOVE: Localized = {
  en: 'Most stores cannot be switched over in place: deploying this replaces them. Take a snapshot first, and move the data to the encrypted copy.',
  ja: '多くのストレージは後から切り替えられず、デプロイすると置き換えられます。先にスナップショットを取得し、暗号化したコピーへデータを移行してください。',
};
const USE_OF_KEY: Localized = {
  en: 'Give those who write to the stream and read from it the right to use the key of the service (`kms:GenerateDataKey`, `kms:Decrypt`).',
  ja: 'ストリームに書き込む側と読み取る側に、サービスの鍵を使う権限 (`kms:GenerateDataKey`、`kms:Decrypt`) を付与してください。',
};
/** These are switched over in place; of the first two neither writers nor readers notice. */
const IN_PLACE: Readonly<Record<string, string>> = {
  BucketEncryption: 'S3_MANAGED',
  QueueEncryption: 'SQS_MANAGED',
  StreamEncryption: 'MANAGED',
};

export function fixes(store: StorageUse, ctx: FixContext): readonly Repair[] {
  const broken = store.encrypted.alternatives.filter((each) => each.is === 'known' && !each.value);
  const node = bare(ctx.node(ctx.decided));
  if (!node || broken.length !== 1) return [];
  const title: Localized = { en: `Encrypt the data at rest (${store.setting})`, ja: `保存データを暗号化する (${store.setting})` };
  const member = node.type === 'MemberExpression' ? IN_PLACE[lastNameOf(node.object) ?? ''] : undefined;
  if (node.type === 'MemberExpression' && member !== undefined)
    return one([replace(node.property, member)], {
      title,
      ...(member === 'MANAGED' ? { safe: false, byHand: USE_OF_KEY } : { safe: true }),
    });
  const inPlace = /^sqsManagedSseEnabled/.test(store.setting);
  return one(edits(store, node, ctx), { title, safe: inPlace, ...(!inPlace && { byHand: MOVE }) });
}

function edits({ setting }: StorageUse, node: Node, ctx: FixContext): Edits {
  if (ctx.decided?.is !== 'absent') return turned(setting, node, ctx);
  const [, path = '', value = ''] = /^([\w.]+): (.+)$/.exec(setting) ?? [];
  if (node.type === 'ObjectExpression') return set(ctx, node, path.split('.'), inQuotesOf(ctx, value));
  return node.type === 'NewExpression' || node.type === 'CallExpression' ? withOptions(node, path, inQuotesOf(ctx, value)) : undefined;
}

/** What says no, said the other way round: `false`, a word, or the construct's own way to say it. */
function turned(setting: string, node: Node, ctx: FixContext): Edits {
  if (booleanOf(node) === false) return [replace(node, 'true')];
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && lastNameOf(node.callee) === 'unencrypted')
    return [replace(node.callee.property, 'awsOwnedKey')];
  const [, word, key, of = ''] = /^[\w.]+: '(\w+)'(?:, (\w+): '([^']+)')?$/.exec(setting) ?? [];
  if (textOf(node) === undefined || word === undefined) return undefined;
  if (key === undefined) return [rewrite(node, word)];
  const around = propertyAround(ctx, node);
  return around && [rewrite(node, word), ...setProperty(ctx, around.object, key, quoted(ctx, of))];
}

function inQuotesOf(ctx: FixContext, value: string): string {
  return value.replace(/'([^']*)'/g, (_, text: string) => quoted(ctx, text));
}

function set(ctx: FixContext, object: ObjectNode, [name = '', ...rest]: readonly string[], value: string): Edits {
  if (name === '') return undefined;
  const inner = propertyOf(object, name);
  if (rest.length === 0) return setProperty(ctx, object, name, value);
  if (!inner)
    return setProperty(
      ctx,
      object,
      name,
      rest.reduceRight((text, part) => `{ ${part}: ${text} }`, value),
    );
  const within = bare(inner.value);
  return within?.type === 'ObjectExpression' ? set(ctx, within, rest, value) : undefined;
}

/** A resource made with its name alone, and a volume with its size alone, take their options as the second argument. */
function withOptions(call: Node, path: string, value: string): Edits {
  if (call.type !== 'NewExpression' && call.type !== 'CallExpression') return undefined;
  const only = call.arguments[0];
  if (optionsOf(call) || call.arguments.length !== 1 || !only || path.includes('.')) return undefined;
  return [{ start: only.range[1], end: only.range[1], text: `, { ${path}: ${value} }` }];
}
