/**
 * The audit trail. It lives in a database of its own, whose role may insert and nothing else.
 */
import { Pool } from 'pg';
import { env } from '../config/env';

export interface AuditEntry {
  /** The user who acts, or null when nobody is signed in. */
  actor: string | null;
  action: string;
  target: string;
  ip: string;
}

const pool = new Pool({ connectionString: env.auditDatabaseUrl, ssl: { minVersion: 'TLSv1.2', rejectUnauthorized: true } });

export async function recordAudit(entry: AuditEntry): Promise<void> {
  await pool.query('INSERT INTO audit_events (actor, action, target, ip, occurred_at) VALUES ($1, $2, $3, $4, now())', [
    entry.actor,
    entry.action,
    entry.target,
    entry.ip,
  ]);
}
