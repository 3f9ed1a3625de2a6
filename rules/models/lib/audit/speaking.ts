/** What calls, functions and writes say of audit records by their names alone. */
import type { FnId, Module } from '../../../../engine/rule/index.ts';
import { auditReceiver, auditStore, maybeAuditStore, ofAudit, onlyReads, tellsWhoDidWhat, writesAudit } from './audit-names.ts';
import type { Step } from './chain.ts';
import { fnName } from './functions.ts';
import { joined } from './names.ts';
import type { StoreWrite } from './writes.ts';

/** Does a call name an audit channel? `log.audit(…)`, `auditService.log(…)`, `sendAudit(…)`, `UserAuditLogHandler.promises.addEntry(…)`. */
export function speaks(chain: readonly Step[]): boolean {
  const last = chain.at(-1);
  if (!last || last.call === undefined || !chain.some((one) => ofAudit(one.name))) return false;
  if (writesAudit(last.name)) return true;
  const receivers = chain.slice(0, -1).filter((one) => one.call === undefined || /^(get|use|create|inject)/.test(one.name));
  return receivers.some((one) => auditReceiver(one.name) && !one.isThis) && !onlyReads(last.name);
}

/** A function that audits by its own name, or a writing method of a class or file named after the audit log. */
export function auditsByName(m: Module, f: FnId): boolean {
  const name = fnName(m, f);
  if (writesAudit(name)) return true;
  const fn = m.fn(f);
  if (!name || fn.k === 'ctor' || onlyReads(name)) return false;
  const home = fn.cls === undefined ? (m.path.split('/').at(-1) ?? '').replace(/\.\w+$/, '') : (m.facts.classes[fn.cls]?.n ?? '');
  return (
    /(audit(log)?(s|service|logger|log|handler|manager|recorder|repository|repo|model|helper|writer|utils?|trail|client|store|entry)*|auditlogs?service)$/.test(
      joined(home),
    ) &&
    /^(log|record|write|create|add|insert|append|save|store|send|emit|track|capture|push|audit|entry|info|success|failure|event|persist|publish|report)/.test(
      name,
    )
  );
}

export function isAuditWrite(write: StoreWrite): boolean {
  return (
    write.verb !== 'delete' &&
    (auditStore(write.noun) ||
      (maybeAuditStore(write.noun) && write.verb !== 'update' && tellsWhoDidWhat(write.fields.map((one) => one.name))))
  );
}
