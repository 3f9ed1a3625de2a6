/** Where a resource of Pulumi lies: its own region or location, its provider's, or its resource group's. */
import type { CallSite, Query, Value } from '../../../engine/rule/index.ts';
import { alternatives, answer } from '../../../engine/rule/index.ts';
import type { CloudProvider } from '../../data/regions.ts';
import { assumedRegion } from './cdk-region.ts';
import { absentMeans, isAbsent, regionPlace, regionWhere, type WhereAnswer } from './where.ts';

const MAX_STEPS = 6;

/** An AWS resource: `region` of its arguments, `region` of its provider, else the stack's configuration. */
export function awsPlace(call: CallSite, q: Query): WhereAnswer {
  const own = q.prop(call.arg(1), 'region');
  if (!isAbsent(own) && own.is !== 'unknown') return read('aws', own, q);
  return read('aws', providerRegion(q, call.arg(2), 0) ?? own, q);
}

/** The provider given in a resource's options, or in those of its parent component. */
function providerRegion(q: Query, options: Value, steps: number): Value | undefined {
  if (steps > MAX_STEPS) return undefined;
  for (const name of ['provider', 'providers']) {
    const given = q.prop(options, name);
    if (isAbsent(given)) continue;
    const provider = given.is === 'list' ? (q.items(given)?.[0] ?? given) : given;
    if (provider.is === 'ext' && provider.call && provider.key.endsWith('Provider()')) {
      return q.prop(q.callOf(provider.call, provider, provider.key).arg(1), 'region');
    }
    return provider.is === 'unknown' ? provider : undefined;
  }
  const parent = q.prop(options, 'parent');
  if (parent.is !== 'instance') return undefined;
  const made = q.superCall(parent);
  return made ? providerRegion(q, q.callOf(made, parent, '').arg(3), steps + 1) : undefined;
}

/** A resource with a `location`; without one an Azure resource lies where its group does. */
export function locatedPlace(provider: CloudProvider, call: CallSite, q: Query): WhereAnswer {
  const args = call.arg(1);
  const own = q.prop(args, 'location');
  return read(provider, provider === 'azure' && isAbsent(own) ? followed(q, q.prop(args, 'resourceGroupName'), 0) : followed(q, own, 0), q);
}

/** `group.location` and `group.name` lead to the arguments that the group was made with. */
function followed(q: Query, value: Value, steps: number): Value {
  if (value.is !== 'ext' || steps > MAX_STEPS) return value;
  const holder = value.call ? undefined : value.base;
  if (holder?.is === 'ext' && holder.call && /\.(?:location|name)$/.test(value.key)) {
    return followed(q, q.prop(q.callOf(holder.call, holder, holder.key).arg(1), 'location'), steps + 1);
  }
  return value;
}

function read(provider: CloudProvider, value: Value, q: Query): WhereAnswer {
  const fromConfig = alternatives(value).some(
    (one) => one.is === 'ext' && /(?:Config\(\)\.\w+\(\)|#config\.\w+|\.config\.\w+)$/.test(one.key),
  );
  if (fromConfig && value.is === 'ext') return { alternatives: [{ is: 'unknown', why: 'configuration', from: value }] };
  const where = regionWhere(provider, value);
  const assumed = provider === 'aws' ? assumedRegion(q) : undefined;
  if (assumed === undefined) return absentMeans(where, 'configuration');
  const place = regionPlace('aws', assumed);
  return { alternatives: where.alternatives.map((one) => (one.is === 'absent' ? { is: 'known', value: place, from: one.from } : one)) };
}

/** A bare name that only says which place it is, for buckets: the text of a value. */
export function nameOf(q: Query, call: CallSite, property: string): readonly string[] {
  const names = [call.arg(0), q.prop(call.arg(1), property)].map((value) =>
    answer(value, (one) => (one.is === 'known' && typeof one.v === 'string' ? one.v : undefined)),
  );
  return names.flatMap((one) => one.alternatives.flatMap((two) => (two.is === 'known' ? [two.value] : [])));
}
