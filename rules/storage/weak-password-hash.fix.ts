/** What weak-password-hash changes: work factors where they are written. Another function is another format of what is stored: left to people. */
import type { Alternative, FixContext, Localized, Node, PasswordHash, Repair, TextEdit } from '../../engine/rule/index.ts';
import {
  bare,
  insert,
  keyOf,
  lastNameOf,
  numberIn,
  propertyAround,
  replace,
  setProperty,
  source,
  together,
} from '../../engine/rule/index.ts';
import { one } from '../fixes/tls.ts';

type Edits = readonly TextEdit[] | undefined;
/** The least of each factor that the contract asks for, by its name in the evidence. */
export type Least = Readonly<Record<string, number>>;

/** Hashes of these hold their own factors, so that old ones are checked as before. */
const SELF_TOLD = /bcrypt|argon2\.hash$|argon2\.hashSync$|^Bun\.|^bun\.|crypto_pwhash_str$|^argon2$/i;

const BY_HAND: Localized = {
  en: 'Hashes and keys made so far hold no word of their factors: keep the old ones beside them, and make them anew at the next sign-in.',
  ja: '作成済みのハッシュ値や鍵には設定値が含まれません。以前の値とともに保存しておき、次回のサインイン時に作り直してください。',
};

const SHARED: Localized = {
  en: 'See to it that nothing else goes by this figure.',
  ja: 'この値がほかの目的に使われていないことを確認してください。',
};
/** Names under which a figure is a work factor and nothing else. */
const WORK = /round|cost|salt|work|factor|iter|mem|time|pass|hash|crypt|argon|strength/i;

/** Whether a figure stands in a call or under a telling name: one that is only called `SIZE` may be meant for more than this. */
function isNamed(ctx: FixContext, { start }: TextEdit): boolean {
  const node = ctx.tree.nodes.findLast((each) => each.type === 'Literal' && each.range[0] === start);
  for (let at = node && ctx.tree.parents.get(node); at; at = ctx.tree.parents.get(at)) {
    if (at.type === 'Property') return WORK.test(keyOf(at) ?? '');
    if (at.type === 'VariableDeclarator' || at.type === 'AssignmentPattern')
      return WORK.test(lastNameOf(at.type === 'VariableDeclarator' ? at.id : at.left) ?? '');
    // A number converted from a setting is still that setting's.
    if (at.type === 'CallExpression' && !/^(?:Number|parseInt)$/.test(lastNameOf(at.callee) ?? '')) return true;
    if (at.type === 'BlockStatement' || at.type === 'Program') return false;
  }
  return false;
}

export function fixes(least: Least, use: PasswordHash, ctx: FixContext): readonly Repair[] {
  const text = Object.entries(least)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
  const told = SELF_TOLD.test(use.api);
  const made = edits(least, use, ctx);
  const safe = told && made?.every((edit) => isNamed(ctx, edit)) === true;
  return one(made, {
    title: { en: `Raise the work factor (${text})`, ja: `計算コストを引き上げる (${text})` },
    safe,
    ...(!safe && { byHand: told ? SHARED : BY_HAND }),
  });
}

function edits(least: Least, use: PasswordHash, ctx: FixContext): Edits {
  if (least['memory'] !== undefined) return argon2(least, use, ctx);
  if (least['blockSize'] !== undefined) return scrypt(least, use, ctx);
  const [name = '', floor = 0] = Object.entries(least)[0] ?? [];
  const low = knownOf(use, name).filter((each) => each.value < floor);
  return together(low.map((each) => number(ctx, each, floor)));
}

interface Figure {
  readonly value: number;
  readonly from: Extract<Alternative<number>, { is: 'known' }>['from'];
}

function knownOf(use: PasswordHash, name: string): readonly Figure[] {
  return (use.work?.[name]?.alternatives ?? []).flatMap((each) => (each.is === 'known' ? [{ value: each.value, from: each.from }] : []));
}

/** The figure where it is written, in the unit in which it is written. */
function number(ctx: FixContext, { value, from }: Figure, floor: number): Edits {
  const node = bare(ctx.node(from));
  const written = numberIn(node);
  if (!node || written === undefined) return undefined;
  const unit = written === value ? 1 : written === value * 1024 ? 1024 : undefined;
  return unit === undefined ? undefined : [replace(node, digits(floor * unit, source(ctx, node)))];
}

/** With the separators of the figure that stood there. */
function digits(value: number, like: string): string {
  return like.includes('_') ? String(value).replace(/\B(?=(?:\d{3})+$)/g, '_') : String(value);
}

/** Many passes over little memory become few over enough: the time stays about the same. */
const MANY_PASSES = 16;

function argon2(least: Least, use: PasswordHash, ctx: FixContext): Edits {
  const [memory, ...more] = knownOf(use, 'memory');
  const [passes, ...others] = knownOf(use, 'iterations');
  const [m = 0, t = 0] = [least['memory'], least['iterations']];
  if (!memory || !passes || more.length > 0 || others.length > 0) return undefined;
  const fewer = passes.value > MANY_PASSES ? Math.max(t, Math.ceil((passes.value * memory.value) / m)) : Math.max(passes.value, t);
  return together([memory.value < m ? number(ctx, memory, m) : [], fewer === passes.value ? [] : number(ctx, passes, fewer)]);
}

/** Node refuses to use more than 32 MiB unless it is told to. */
const MAX_MEMORY = 'maxmem: 256 * 1024 * 1024';

function scrypt(least: Least, use: PasswordHash, ctx: FixContext): Edits {
  const [cost, ...more] = knownOf(use, 'cost');
  const [size] = knownOf(use, 'blockSize');
  const [n = 0, r = 0] = [least['cost'], least['blockSize']];
  if (!cost || !size || more.length > 0 || size.value < r) return undefined;
  const node = bare(ctx.node(cost.from));
  if (!node) return undefined;
  const inNode = use.api.startsWith('crypto.');
  if (numberIn(node) === undefined) return inNode ? options(ctx, node, `{ N: ${n}, r: ${r}, p: 1, ${MAX_MEMORY} }`) : undefined;
  // A power of two, and as much memory as is asked for.
  const needed = 2 ** Math.ceil(Math.log2((n * r) / size.value));
  const around = propertyAround(ctx, node);
  if (!inNode) return number(ctx, cost, needed);
  return around && together([number(ctx, cost, needed), setProperty(ctx, around.object, 'maxmem', MAX_MEMORY.slice('maxmem: '.length))]);
}

/** Before the callback where there is one, else last. */
function options(ctx: FixContext, call: Node, text: string): Edits {
  if (call.type !== 'CallExpression') return undefined;
  const length = call.arguments[2];
  const last = bare(call.arguments.at(-1));
  if (!length || call.arguments.length > 4 || last?.type === 'ObjectExpression') return undefined;
  // Without a callback it is the promised form, whose type takes three arguments alone.
  const promised = call.arguments.length === 3 && lastNameOf(call.callee) !== 'scryptSync';
  if (promised && !/\.[cm]?jsx?$/.test(ctx.path)) return undefined;
  return source(ctx, call).includes('...') ? undefined : [insert(length.range[1], `, ${text}`)];
}
