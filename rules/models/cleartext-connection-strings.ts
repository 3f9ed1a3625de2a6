/** A connection string that switches TLS off itself, wherever it is written: `postgres://…?sslmode=disable`, `Server=…;Encrypt=False`. */

import type { Emit, Expr, Model, Module, Query, Ref } from '../../engine/rule/index.ts';
import { defineModel, known, stringOf } from '../../engine/rule/index.ts';
import { HOLE } from './lib/cleartext/hosts.ts';
import { readTarget } from './lib/cleartext/target.ts';

const OFF = /[?&](?:sslmode=disabled?|(?:ssl|tls|usessl)=(?:false|0)|encrypt=false)\b/i;
const ADO = /(?:^|;)\s*(?:server|data source|host)\s*=\s*([^;]+);/i;
const ADO_OFF = /;\s*(?:encrypt\s*=\s*(?:false|no)|ssl\s*mode\s*=\s*(?:none|disabled?))\s*(?:;|$)/i;

function lookAt(m: Module, q: Query, emit: Emit): void {
  if (m.facts.imports.some((one) => /^@?testcontainers(?:\/|$)/.test(one.s))) return;
  m.facts.exprs.forEach((expr, e) => {
    const written = writtenIn(expr);
    if (written === undefined) return;
    const ado = ADO_OFF.test(written);
    if (!ado && !(OFF.test(written) && (written.includes('://') || expr.k === 'tpl'))) return;
    const at = q.ref(m, e);
    const text = filled(q, at, expr);
    const url = ado ? adoUrl(text) : text;
    const read = url === undefined ? undefined : readTarget(asValue(url, at));
    if (!read || read.target.secure) return;
    emit({
      kind: 'outboundRequest',
      at,
      anchor: 'sink',
      api: api(read.target.url),
      target: { alternatives: [{ is: 'known', value: read.target, from: known(text, at) }] },
    });
  });
}

function writtenIn(expr: Expr): string | undefined {
  if (expr.k === 'lit')
    return typeof expr.v === 'string' && expr.v.length > 10 && expr.v.length < 2000 && expr.v.includes('=') ? expr.v : undefined;
  return expr.k === 'tpl' || expr.k === 'tagged' ? expr.s.join(HOLE) : undefined;
}

/** The text with the parts that are known filled in. */
function filled(q: Query, at: Ref, expr: Expr): string {
  if (expr.k === 'lit') return String(expr.v);
  if (expr.k !== 'tpl' && expr.k !== 'tagged') return '';
  return expr.s
    .map((text, i) => `${text}${expr.e[i] === undefined ? '' : (stringOf(q.value(q.part(at, expr.e[i] as number))) ?? HOLE)}`)
    .join('');
}

function asValue(text: string, at: Ref): Parameters<typeof readTarget>[0] {
  if (!text.includes(HOLE)) return known(text, at);
  const parts = text.split(HOLE).flatMap((part, i) => (i === 0 ? [part] : [{ is: 'unknown' as const, why: 'dynamic' as const, at }, part]));
  return { is: 'text', parts, at };
}

/** `Server=tcp:db.example.org,1433;…;Encrypt=False` as a URL of its own. */
function adoUrl(text: string): string | undefined {
  const server = ADO.exec(text)?.[1]?.trim().replace(/^tcp:/i, '').replace(/,\d+$/, '').replace(/\\.*$/, '');
  return server === undefined || server === '(local)' || server === '.' ? undefined : `sqlserver://${server}?encrypt=false`;
}

function api(url: string): string {
  return url.startsWith('mongo')
    ? 'MongoDB'
    : url.startsWith('my')
      ? 'MySQL'
      : url.startsWith('sql')
        ? 'SQL Server'
        : url.startsWith('post')
          ? 'PostgreSQL'
          : 'A connection string';
}

export default defineModel({
  id: 'cleartext-connection-strings',
  words: ['sslmode=disable', 'ssl=false', 'ssl=0', 'tls=false', 'encrypt=false', 'encrypt=no', 'sslmode=none'],
  module: lookAt,
}) satisfies Model as Model;
