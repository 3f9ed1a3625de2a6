/** What tls-min-version changes: the version or policy where it is written, or the property that the default leaves too low. */
import type { FixContext, Node, Repair, TextEdit, TlsEndpoint, TlsVersion, Value } from '../../engine/rule/index.ts';
import {
  lastNameOf,
  propertyAround,
  propertyOf,
  quoted,
  removeItems,
  removeProperty,
  replace,
  source,
  textOf,
  together,
} from '../../engine/rule/index.ts';
import { isBelow, parseTlsVersion } from '../data/tls/versions.ts';
import { nodeOf, one, raise, setFloor } from '../fixes/tls.ts';

export function fixes(endpoint: TlsEndpoint, least: TlsVersion, ctx: FixContext): readonly Repair[] {
  const low = (endpoint.minVersion?.alternatives ?? []).flatMap((each) =>
    each.is === 'known' && isBelow(each.value, least) ? [each.from] : [],
  );
  return one(together(low.map((from) => raised(ctx, from, endpoint, least))), {
    title: { en: `Require TLS ${least} or later`, ja: `TLS ${least} 以降を必須にする` },
    safe: true,
  });
}

function raised(ctx: FixContext, from: Value, endpoint: TlsEndpoint, least: TlsVersion): readonly TextEdit[] | undefined {
  const node = nodeOf(ctx, from);
  if (!node) return undefined;
  if (from.is === 'absent') return setFloor(ctx, node, endpoint, least);
  if (/_method$/.test(textOf(node) ?? '')) return withoutMethod(ctx, node, least);
  const flag = /--tls-min-v1\.[0-3]/g;
  if (flag.test(textOf(node) ?? '')) return [replace(node, source(ctx, node).replace(flag, `--tls-min-v${least}`))];
  if (node.type === 'ArrayExpression') return withoutOld(ctx, node, least);
  return raise(node, least, /^minimum_?protocol_?version$/i.test(endpoint.api));
}

/** `secureProtocol` fixes one version or opens all; Node refuses it beside `minVersion`, which says what is meant. */
function withoutMethod(ctx: FixContext, node: Node, least: TlsVersion): readonly TextEdit[] | undefined {
  const around = propertyAround(ctx, node);
  if (!around || lastNameOf(around.property.key) !== 'secureProtocol') return undefined;
  return propertyOf(around.object, 'minVersion')
    ? [removeProperty(ctx, around.object, around.property)]
    : [replace(around.property, `minVersion: ${quoted(ctx, `TLSv${least}`)}`)];
}

/** A list of allowed versions loses those that are too old; where none is left, the first is raised. */
function withoutOld(ctx: FixContext, list: Node, least: TlsVersion): readonly TextEdit[] | undefined {
  if (list.type !== 'ArrayExpression') return undefined;
  const items = list.elements.flatMap((item) => {
    const version = item && parseTlsVersion(textOf(item) ?? lastNameOf(item) ?? '');
    return item && version ? [{ item, low: isBelow(version, least) }] : [];
  });
  const first = items[0]?.item;
  if (!first || items.length !== list.elements.length) return undefined;
  const low = items.flatMap((each) => (each.low ? [each.item] : []));
  if (low.length < items.length) return removeItems(ctx, list.elements, low, list.range);
  const [edit] = raise(first, least, false) ?? [];
  return edit && [replace(list, `[${ctx.text.slice(first.range[0], edit.start)}${edit.text}${ctx.text.slice(edit.end, first.range[1])}]`)];
}
