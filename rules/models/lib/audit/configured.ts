/** Sinks that the project's configuration names: `src/lib/audit.ts#record`, `@acme/audit#write`, `AuditService.log`. */
import type { ExprId, Module, Query } from '../../../../engine/rule/index.ts';
import { alternatives } from '../../../../engine/rule/index.ts';
import type { Step } from './chain.ts';
import { chainOf, nameOf } from './chain.ts';
import { fnName } from './functions.ts';
import { joined } from './names.ts';

/** Whether a call goes by the name of one of the sinks. */
export function namedInConfig(m: Module, e: ExprId, auditSinks: readonly string[]): boolean {
  return sinksCalled(m, e, auditSinks).length > 0;
}

/** Whether a call is one of a sink that the configuration names. */
export function configured(q: Query, m: Module, e: ExprId): boolean {
  const expr = m.expr(e);
  const sinks = sinksCalled(m, e, q.config.auditSinks);
  if (sinks.length === 0 || expr.k !== 'call') return false;
  const callee = alternatives(q.value(q.ref(m, expr.c)));
  return sinks.some((sink) =>
    callee.some((one) => {
      if (one.is === 'ext') return one.key === sink || one.key.replace(/\(\)/g, '') === sink;
      if (one.is !== 'fn') return receives(sink, chainOf(m, e));
      if (sink.includes('#'))
        return (
          one.m.path === sink.slice(0, sink.indexOf('#')).replace(/^\.\//, '') &&
          fnName(one.m, one.f) ===
            sink
              .slice(sink.indexOf('#') + 1)
              .split('.')
              .at(-1)
        );
      const cls = one.m.facts.classes[one.m.fn(one.f).cls ?? -1]?.n;
      return `${cls}.${fnName(one.m, one.f)}` === sink || receives(sink, chainOf(m, e));
    }),
  );
}

function sinksCalled(m: Module, e: ExprId, auditSinks: readonly string[]): readonly string[] {
  const expr = m.expr(e);
  if (auditSinks.length === 0 || expr.k !== 'call') return [];
  const name = nameOf(m, expr.c);
  return auditSinks.filter((sink) => {
    const own = sink.slice(Math.max(sink.lastIndexOf('#'), sink.lastIndexOf('.')) + 1);
    return own === name || sink.endsWith(`#${name}`);
  });
}

/** `AuditService.log` also names a receiver: `auditService.log(…)`. */
function receives(sink: string, chain: readonly Step[]): boolean {
  const [receiver, method] = sink.split('.');
  return (
    method !== undefined && chain.length > 1 && chain.at(-1)?.name === method && joined(chain.at(-2)?.name ?? '') === joined(receiver ?? '')
  );
}
