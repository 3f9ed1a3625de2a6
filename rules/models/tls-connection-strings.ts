/** Connection strings whose parameters switch the check of certificates off: `sslmode=no-verify`, `tlsInsecure=true`, `TrustServerCertificate=true`. */

import type { Expr, ExprId, Model, Module } from '../../engine/rule/index.ts';
import { certain, defineModel } from '../../engine/rule/index.ts';
import { neverInProduction } from './lib/tls/production.ts';

/** The parameter as written, by what it looks like. */
const SWITCHES: readonly RegExp[] = [
  /[?&](sslmode=no-verify)(?=$|[&#\s])/i,
  /[?&](tlsAllowInvalidCertificates|tlsAllowInvalidHostnames|tlsInsecure|sslAllowInvalidCertificates|sslAllowInvalidHostnames)=(?:true|1)(?=$|[&#\s])/i,
  /[?&](sslaccept=accept_invalid_certs)(?=$|[&#\s])/i,
  /[?&]((?:tls\.)?rejectUnauthorized|sslValidate|strictSSL|verifyServerCertificate)=(?:false|0)(?=$|[&#\s])/i,
  /[?&](ssl)=(?:\{|%7B)(?:"|%22)rejectUnauthorized(?:"|%22)(?::|%3A)false/i,
  /^(?=[\s\S]*(?:^|[;/])\s*(?:server|data source|database|initial catalog|sqlserver:)[\s=:])[\s\S]*;\s*(TrustServerCertificate)\s*=\s*(?:true|yes)\s*(?=$|;)/i,
];
/** With `uselibpqcompat`, pg takes the modes as libpq does: all below verify-ca leave the certificate unchecked. */
const LIBPQ = /[?&]uselibpqcompat=true/i;
const LIBPQ_MODE = /[?&](sslmode=(?:require|prefer|allow))(?=$|[&#\s])/i;

/** Starts of connection strings, and pieces that are put at the end of one. */
const SHAPE =
  /^(?:(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|sqlserver|mssql|cockroachdb|rediss?|amqps?|smtps?|jdbc:\w+):|[?&]\w|(?:server|data source)\s*=)/i;
const LOCAL = /(?:@|\/\/|server=|data source=)(?:localhost|127\.0\.0\.1|\[::1\]|host\.docker\.internal)(?=$|[:/?,;])/i;
/** What people read, rather than what a driver does. */
const PROSE =
  /^(?:placeholder|description|example|examples|help|helptext|hint|label|title|message|text|tooltip|docs?|comment|usage|summary|info)$/i;

function switchIn(text: string): string | undefined {
  if (!SHAPE.test(text) || LOCAL.test(text)) return undefined;
  for (const pattern of SWITCHES) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return LIBPQ.test(text) ? LIBPQ_MODE.exec(text)?.[1] : undefined;
}

function textOf(expr: Expr): string | undefined {
  if (expr.k === 'lit') return typeof expr.v === 'string' ? expr.v : undefined;
  return expr.k === 'tpl' ? expr.s.join('x') : undefined;
}

function isProse(m: Module, e: ExprId): boolean {
  const parent = m.parentOf(e);
  const expr = parent < 0 ? undefined : m.expr(parent);
  if (expr?.k === 'jsx') return true;
  if (expr?.k === 'obj') return expr.p.some((prop) => 'n' in prop && prop.v === e && PROSE.test(prop.n));
  if (expr?.k === 'bin') return /^[!=]==?$/.test(expr.op);
  if (expr?.k !== 'call' && expr?.k !== 'new') return false;
  const callee = m.expr(expr.c);
  const name = callee.k === 'member' || callee.k === 'free' ? callee.n : callee.k === 'ref' ? m.bindingName(callee.b) : '';
  return /^(?:log|info|warn|error|debug|includes|startsWith|endsWith|indexOf|replace|test|match|t|describe|.*Error)$/.test(name);
}

export default defineModel({
  id: 'tls-connection-strings',
  words: [
    'sslmode=no-verify',
    'tlsallowinvalid',
    'sslallowinvalid',
    'tlsinsecure=',
    'accept_invalid_certs',
    'rejectunauthorized=',
    'sslvalidate=',
    'strictssl=',
    'trustservercertificate',
    'uselibpqcompat',
    'verifyservercertificate',
    '"rejectunauthorized"',
    '%22rejectunauthorized',
  ],
  module: (m, q, emit) => {
    m.facts.exprs.forEach((expr, e) => {
      const text = textOf(expr);
      const api = text === undefined || text.length < 10 ? undefined : switchIn(text);
      if (api === undefined || isProse(m, e) || neverInProduction(q, m, e)) return;
      const at = q.ref(m, e);
      emit({ kind: 'tlsEndpoint', at, api, role: 'client', verifies: certain(false, { is: 'known', v: text ?? '', at }) });
    });
  },
}) satisfies Model as Model;
