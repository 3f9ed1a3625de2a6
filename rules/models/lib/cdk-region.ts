/**
 * The region of a construct: of the stack instance that owns it, whose `env` may come from its `new`, from a `super(…)` on the way, from the
 * stage around it, or from nowhere. A construct class that nobody was seen to make answers with its constructor as an open parameter, so
 * that the engine judges it once for each place that makes it.
 */
import type { Alternative, Answer, Instance, Query, Ref, Unknown, Value, Why } from '../../../engine/rule/index.ts';
import { alternatives, stringOf } from '../../../engine/rule/index.ts';
import { roleOf, type TreeRole } from './cdk-key.ts';

const MAX_STEPS = 30;
/** Variables in which the deploying tool hands over the region of its credentials. */
const DEPLOY_VARIABLES = new Set(['CDK_DEFAULT_REGION', 'CDK_DEPLOY_REGION', 'AWS_REGION', 'AWS_DEFAULT_REGION']);

export interface Owned {
  readonly region: Answer<string>;
  /** The owning stack's id, when one stack owns it. */
  readonly stack: string | undefined;
}

interface Found {
  readonly regions: Alternative<string>[];
  readonly stacks: Set<string>;
}

/** @param construct the scope that a construct is made in, or a construct itself. */
export function regionOfConstruct(q: Query, construct: Value): Owned {
  const found: Found = { regions: [], stacks: new Set() };
  walk(q, construct, found, { steps: 0, stage: false });
  return { region: { alternatives: found.regions }, stack: found.stacks.size === 1 ? [...found.stacks][0] : undefined };
}

/** A value that stands for a region: text, `this.region`, `Stack.of(x).region`, `Aws.REGION` (of `scope`). */
export function regionOfValue(q: Query, value: Value, scope: Value | undefined): Owned {
  const found: Found = { regions: [], stacks: new Set() };
  readRegion(
    q,
    value,
    found,
    0,
    () => {
      if (scope) walk(q, scope, found, { steps: 0, stage: false });
      else unknownRegion(found, value, 'configuration');
    },
    scope,
  );
  return { region: { alternatives: found.regions }, stack: found.stacks.size === 1 ? [...found.stacks][0] : undefined };
}

/** `stage`: only a stage or the app can still answer. */
interface Step {
  readonly steps: number;
  readonly stage: boolean;
}

function walk(q: Query, value: Value, found: Found, step: Step): void {
  if (step.steps > MAX_STEPS) {
    unknownRegion(found, value, 'budget');
    return;
  }
  const next: Step = { ...step, steps: step.steps + 1 };
  for (const one of alternatives(value)) {
    if (one.is === 'instance') walkInstance(q, one, found, next);
    else if (one.is === 'ext') walkOutside(q, one, found, next);
    else if (one.is === 'unknown') walkUnknown(q, one, found, next);
    else if (one.is === 'absent') agnostic(q, found, one);
    else unknownRegion(found, one, 'dynamic');
  }
}

function walkUnknown(q: Query, value: Unknown, found: Found, next: Step): void {
  const open = value.fn !== undefined && q.callers(value.fn.m, value.fn.f).some((site) => q.judged.has(site.m));
  if (!open && value.type?.is === 'instance') {
    walk(q, value.type, found, next);
    return;
  }
  found.regions.push({
    is: 'unknown',
    why: value.why,
    from: value,
    ...(value.fn && { fn: value.fn }),
    ...(value.name !== undefined && { name: value.name }),
  });
}

function walkInstance(q: Query, instance: Instance, found: Found, next: Step): void {
  let level = instance;
  for (let depth = 0; depth < 12; depth += 1) {
    const cls = level.m.facts.classes[level.c];
    if (cls?.heritage === undefined) break;
    const base = q.base(level);
    if (base?.is === 'instance') {
      level = base;
      continue;
    }
    const role = base?.is === 'ext' ? roleOf(base.key) : undefined;
    if (!role) break;
    const call = q.superCall(level);
    if (!call) {
      open(found, level);
      return;
    }
    walkMade(q, role, call, instance.m.facts.classes[instance.c]?.n ?? '', found, next);
    return;
  }
  unknownRegion(found, instance, 'member');
}

/** An instance that nobody was seen to make: whoever makes it can tell. */
function open(found: Found, instance: Instance): void {
  const ctor = instance.m.facts.classes[instance.c]?.ctor;
  found.regions.push({
    is: 'unknown',
    why: 'parameter',
    from: instance,
    name: 'this',
    ...(ctor !== undefined && { fn: { m: instance.m, f: ctor } }),
  });
}

function walkOutside(q: Query, value: Extract<Value, { is: 'ext' }>, found: Found, next: Step): void {
  const { call } = value;
  if (!call) {
    const holder = value.read ?? value.base;
    if (holder) {
      walk(q, holder, found, next);
      return;
    }
    // A type's name, or the static side of a class: nothing was made.
    unknownRegion(found, value, 'member');
    return;
  }
  const callee = value.key.replace(/\(\)$/, '');
  const expr = q.expr(call);
  const member = value.base?.is === 'ext' ? value.base.base : undefined;
  // `bucket.addX(…)` belongs to the bucket; `Stack.of(x)`, `Vpc.fromLookup(scope, …)` to their first argument.
  if (expr.k === 'call' && member && (member.is !== 'ext' || member.call)) {
    walk(q, member, found, next);
    return;
  }
  walkMade(q, expr.k === 'new' ? roleOf(callee) : 'construct', call, '', found, next);
}

/** `call` is the `new`, or the `super(…)` that hands its arguments to the outside class. */
function walkMade(q: Query, role: TreeRole, call: Ref, className: string, found: Found, next: Step): void {
  const { arg } = q.callOf(call, { is: 'absent', at: call }, '');
  const above = (stage: boolean): void => walk(q, arg(0), found, { ...next, stage });
  if (role === 'construct' || (role === 'nested' && !next.stage) || (next.stage && (role === 'stack' || role === 'nested'))) {
    above(next.stage);
    return;
  }
  if (role === 'app') {
    agnostic(q, found, { is: 'absent', at: call });
    return;
  }
  if (role === 'stack' && found.stacks.size < 4) found.stacks.add(stringOf(arg(1)) ?? className);
  const props = role === 'stage' && alternatives(arg(2)).every((one) => one.is === 'absent') ? arg(1) : arg(2);
  readRegion(q, q.prop(props, 'env.region'), found, next.steps, () => above(true), arg(0));
}

/** `whenAbsent` goes on where no region is set here. */
function readRegion(q: Query, value: Value, found: Found, steps: number, whenAbsent: () => void, scope: Value | undefined): void {
  if (steps > MAX_STEPS) {
    unknownRegion(found, value, 'budget');
    return;
  }
  for (const one of alternatives(value)) {
    if (one.is === 'absent') whenAbsent();
    else if (one.is === 'known' && typeof one.v === 'string' && one.v !== '') found.regions.push({ is: 'known', value: one.v, from: one });
    else if (one.is === 'ext' && /(?:^|[.#])Aws\.REGION$/.test(one.key) && scope) walk(q, scope, found, { steps: steps + 1, stage: false });
    else if (one.is === 'ext' && /\.(?:region|environment\.region|env\.region)$/.test(one.key) && one.base)
      walk(q, one.read ?? one.base, found, { steps: steps + 1, stage: false });
    else if (one.is === 'unknown' && one.why === 'environment' && DEPLOY_VARIABLES.has(one.name ?? '')) deployed(q, found, one);
    else if (one.is === 'unknown') {
      found.regions.push({
        is: 'unknown',
        why: one.why,
        from: one,
        ...(one.fn && { fn: one.fn }),
        ...(one.name !== undefined && { name: one.name }),
      });
    } else unknownRegion(found, one, one.is === 'ext' ? (/\.tryGetContext\(\)$/.test(one.key) ? 'configuration' : 'call') : 'unparsed');
  }
}

/** A stack without a region goes where the one who deploys it says. */
function agnostic(q: Query, found: Found, from: Value): void {
  const assumed = assumedRegion(q);
  if (assumed === undefined) unknownRegion(found, from, 'configuration');
  else found.regions.push({ is: 'known', value: assumed, from });
}

function deployed(q: Query, found: Found, from: Unknown): void {
  const assumed = assumedRegion(q);
  if (assumed === undefined) unknownRegion(found, from, 'environment');
  else found.regions.push({ is: 'known', value: assumed, from });
}

/** The project's own word for AWS: `aws:us-east-1`, or a bare region. */
export function assumedRegion(q: Query): string | undefined {
  const said = q.config.assumedDeployRegion;
  if (said === undefined) return undefined;
  return said.includes(':') ? (said.startsWith('aws:') ? said.slice(4) : undefined) : said;
}

function unknownRegion(found: Found, from: Value, why: Why): void {
  found.regions.push({ is: 'unknown', why, from });
}
