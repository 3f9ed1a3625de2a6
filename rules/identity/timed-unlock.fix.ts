/** What timed-unlock changes: a product's own switch between a lock that ends by itself and one that stays. A lock of one's own needs a way out first. */
import type { AccountLock, FixContext, Localized, Node, Repair, TextEdit } from '../../engine/rule/index.ts';
import {
  bare,
  numberIn,
  propertyAround,
  propertyOf,
  removeProperty,
  replace,
  rewrite,
  setProperty,
  textOf,
} from '../../engine/rule/index.ts';
import { one } from '../fixes/tls.ts';

const TITLE: Localized = { en: 'Keep the lock until it is lifted', ja: '解除されるまでロックを維持する' };
const BY_HAND: Localized = {
  en: 'See to it that a person’s own password reset lifts the lock, and that support knows how to.',
  ja: '本人によるパスワードリセットでロックが解除されるようにし、サポート担当者にも手順を周知してください。',
};

export function fixes({ state }: AccountLock, ctx: FixContext): readonly Repair[] {
  const node = bare(ctx.node(ctx.decided));
  return one(node && edits(state, node, ctx), { title: TITLE, safe: false, byHand: BY_HAND });
}

function edits(state: string, node: Node, ctx: FixContext): readonly TextEdit[] | undefined {
  if (state.startsWith('Okta'))
    return numberIn(node) !== undefined ? [replace(node, '0')] : textOf(node) !== undefined ? [rewrite(node, '0')] : undefined;
  if (state.startsWith('Keycloak')) {
    const around = propertyAround(ctx, node);
    return node.type === 'ObjectExpression'
      ? setProperty(ctx, node, 'permanentLockout', 'true')
      : around && setProperty(ctx, around.object, 'permanentLockout', 'true');
  }
  if (!state.startsWith('passport-local-mongoose')) return undefined;
  const around = propertyAround(ctx, node);
  // Without a most of attempts nothing would lock at all.
  return around && propertyOf(around.object, 'maxAttempts') && [removeProperty(ctx, around.object, around.property)];
}
