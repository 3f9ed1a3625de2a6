/** Emitting the log sinks of AWS CDK code: a resource of a stack, or the bucket that some option names. */
import type { Emit, Localized, Query, Ref, Value } from '../../../engine/rule/index.ts';
import { alternatives, readFrom } from '../../../engine/rule/index.ts';
import { cdkName } from './cdk-key.ts';
import { type Owned, regionOfConstruct } from './cdk-region.ts';
import { regionPlace, type WhereAnswer } from './where.ts';

/** A sink that lies where its scope's stack lies. */
export function emitOwned(at: Ref, what: Localized, scope: Value, q: Query, emit: Emit): void {
  emitRegion(at, what, regionOfConstruct(q, scope), emit);
}

export function emitRegion(at: Ref, what: Localized, owned: Owned, emit: Emit): void {
  const where: WhereAnswer = {
    alternatives: owned.region.alternatives.map((one) => (one.is === 'known' ? { ...one, value: regionPlace('aws', one.value) } : one)),
  };
  emit({ kind: 'logDestination', at, anchor: 'sink', what, where, ...(owned.stack !== undefined && { instance: owned.stack }) });
}

/** The buckets a value stands for (a bucket, or its name or ARN), as sinks where they are made. Imported buckets are none of this project's. */
export function emitBuckets(user: Ref, what: Localized, value: Value, q: Query, emit: Emit): void {
  for (const one of alternatives(value)) {
    const behind = one.is === 'unknown' ? one : readFrom(one);
    if (behind?.why === 'parameter' && behind.fn) {
      emit({
        kind: 'logDestination',
        at: user,
        anchor: 'sink',
        what,
        where: { alternatives: [{ is: 'unknown', why: behind.why, from: one, fn: behind.fn }] },
      });
      continue;
    }
    const bucket = bucketOf(q, one);
    if (bucket?.call) emitOwned(bucket.call, what, bucket.value, q, emit);
  }
}

function bucketOf(q: Query, value: Value): { call: Ref | undefined; value: Value } | undefined {
  if (value.is === 'ext') {
    const name = cdkName(value.key);
    if (name?.service === 'aws-s3' && /^(?:Cfn)?Bucket\(\)$/.test(name.name)) return { call: value.call, value };
    return !value.call && value.base && value.base.is !== 'unknown' ? bucketOf(q, value.base) : undefined;
  }
  if (value.is !== 'instance') return undefined;
  let base: Value | undefined = value;
  for (let depth = 0; base?.is === 'instance' && depth < 8; depth += 1) base = q.base(base);
  const name = base?.is === 'ext' ? cdkName(base.key) : undefined;
  return name?.service === 'aws-s3' && name.name === 'Bucket' ? { call: value.call, value } : undefined;
}
