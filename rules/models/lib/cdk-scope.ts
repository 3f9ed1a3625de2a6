/** Which construct owns something that is made without a scope of its own, such as the log driver of a container. */
import type { FnId, Query, Ref, Value } from '../../../engine/rule/index.ts';
import { alternatives } from '../../../engine/rule/index.ts';

const SCOPE_NAMES = /^(?:scope|stack|construct|parent|app|stage|self)$|(?:Scope|Stack|Stage|Construct)$/;

/** @returns undefined when nothing around it looks like a construct. */
export function nearbyScope(q: Query, at: Ref): Value | undefined {
  return aroundCall(q, at) ?? aroundFunction(q, at);
}

/** The receiver of `task.addContainer(…)`, or the scope of `new Service(scope, …)`, in whose arguments it stands. */
function aroundCall(q: Query, at: Ref): Value | undefined {
  const { m, ctx } = at;
  for (let e = m.parentOf(at.e); e >= 0; e = m.parentOf(e)) {
    const expr = m.expr(e);
    if (expr.k !== 'call' && expr.k !== 'new') continue;
    const first = expr.a[0] === undefined ? undefined : q.value({ m, e: expr.a[0], ctx });
    if (first && isConstruct(first)) return first;
    const callee = m.expr(expr.c);
    if (expr.k !== 'call' || callee.k !== 'member') continue;
    const receiver = q.value({ m, e: callee.o, ctx });
    if (isConstruct(receiver)) return receiver;
  }
  return undefined;
}

/** `this` of the class it stands in, else a parameter that is a scope by its type or name. */
function aroundFunction(q: Query, at: Ref): Value | undefined {
  const { m, ctx } = at;
  for (let f: FnId = m.ownerOf(at.e); f !== 0; f = m.fn(f).parent) {
    const fn = m.fn(f);
    const cls = fn.cls === undefined ? undefined : m.facts.classes[fn.cls];
    if (cls?.heritage !== undefined && fn.k !== 'static') {
      const own = m.facts.exprs.findIndex((expr, e) => expr.k === 'this' && m.fn(m.ownerOf(e)).cls === fn.cls);
      if (own >= 0) return q.value({ m, e: own, ctx });
    }
    for (const [i, param] of fn.params.entries()) {
      const e = m.facts.exprs.findIndex((expr) => expr.k === 'param' && expr.f === f && expr.i === i);
      if (e < 0) continue;
      const value = q.value({ m, e, ctx });
      if (isConstruct(value) || SCOPE_NAMES.test(param.n ?? '')) return value;
    }
  }
  return undefined;
}

function isConstruct(value: Value): boolean {
  return alternatives(value).some((one) => {
    if (one.is === 'instance') return one.m.facts.classes[one.c]?.heritage !== undefined;
    if (one.is === 'ext') return one.call !== undefined && one.key.endsWith(')') && one.key !== 'global#';
    return (
      one.is === 'unknown' &&
      one.type !== undefined &&
      (one.type.is === 'instance' || (one.type.is === 'ext' && /(?:Construct|Stack|Stage|Definition)\(\)$/.test(one.type.key)))
    );
  });
}
