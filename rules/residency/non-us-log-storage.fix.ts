/** What non-us-log-storage changes: the name of a cloud's region where it is written. Vendors' sites and hosts belong to an account, and are left to people. */
import type { FixContext, Localized, Repair } from '../../engine/rule/index.ts';
import { bare, rewrite, textOf } from '../../engine/rule/index.ts';
import { countryOf, firstRegionIn, guessProvider } from '../data/regions.ts';
import { one } from '../fixes/tls.ts';

const BY_HAND: Localized = {
  en: 'All that is deployed to or asked of this region moves along, and what is stored there stays there: copy it, or let it run out.',
  ja: 'このリージョンを使うほかのリソースも一緒に移ります。保存済みのデータは元のリージョンに残るため、コピーするか保存期間の終了を待ってください。',
};

export function fixes(countries: readonly string[], approved: readonly string[], ctx: FixContext): readonly Repair[] {
  const node = bare(ctx.node(ctx.decided));
  const text = textOf(node);
  // `eu` alone is a multi-region here and a vendor's site there.
  const provider = text === undefined || text.length < 5 ? undefined : guessProvider(text);
  if (!node || text === undefined || provider === undefined) return [];
  const said = countryOf(provider, text)?.countries;
  const region = firstRegionIn(provider, approved);
  // One of a list of regions: two of them would become the same.
  if (ctx.tree.parents.get(node)?.type === 'ArrayExpression' || region === undefined || String(said) !== String(countries)) return [];
  return one([rewrite(node, region)], { title: { en: `Use ${region}`, ja: `${region} を使う` }, safe: false, byHand: BY_HAND });
}
