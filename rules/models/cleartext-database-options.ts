/**
 * Database settings told by their shape, wherever they are written: `{ type: 'postgres', ssl: false }` of TypeORM, `{ dialect, dialectOptions }` of
 * Sequelize, `{ client, connection }` of knex, `{ server, options: { encrypt } }` of tedious.
 */

import type { Emit, Model, Module, Query, Ref, Value } from '../../engine/rule/index.ts';
import { alternatives, defineModel } from '../../engine/rule/index.ts';
import { emitSwitch } from './lib/cleartext/hosted.ts';
import { isGiven, type Token, token } from './lib/iac/setting.ts';

const KIND = /^(?:POSTGRES|POSTGRESQL|PG|COCKROACHDB|AURORA_POSTGRES|MYSQL|MYSQL2|MARIADB|AURORA_MYSQL|MSSQL|MONGODB|ORACLE)$/;
/** Where the settings of one database may stand below the object that names its kind. */
const SSL = ['ssl', 'extra.ssl', 'dialectOptions.ssl', 'connection.ssl', 'driverOptions.connection.ssl', 'tls', 'dialectOptions.encrypt'];
const ENCRYPT = [
  'options.encrypt',
  'extra.options.encrypt',
  'dialectOptions.options.encrypt',
  'dialectOptions.encrypt',
  'connection.options.encrypt',
  'connection.encrypt',
  'encrypt',
];
const HOSTS = ['host', 'hostname', 'server', 'url', 'connection.host', 'connection.server', 'replication.master.host'];

const means = (said: Token): boolean | undefined => {
  if (typeof said === 'boolean') return said;
  return /^(?:STRICT|REQUIRED?|VERIFY_\w+)$/.test(said) ? true : /^DISABLED?$/.test(said) ? false : undefined;
};

function kindOf(q: Query, object: Value): string | undefined {
  for (const name of ['type', 'dialect', 'client']) {
    for (const one of alternatives(q.prop(object, name))) {
      const said = token(one);
      if (typeof said === 'string' && KIND.test(said)) return said;
    }
  }
  return undefined;
}

const NAMES = new Set(['ssl', 'encrypt', 'tls', 'options', 'extra', 'dialectOptions', 'connection', 'driverOptions']);
const OWNERS = new Set(['type', 'dialect', 'client', 'server']);

function lookAt(m: Module, q: Query, emit: Emit): void {
  m.facts.exprs.forEach((expr, e) => {
    if (expr.k !== 'obj') return;
    const names = expr.p.flatMap((one) => ('n' in one ? [one.n] : []));
    if (!names.some((name) => OWNERS.has(name)) || !names.some((name) => NAMES.has(name))) return;
    const at: Ref = q.ref(m, e);
    const object = q.value(at);
    const kind = kindOf(q, object);
    if (kind !== undefined) {
      const paths = kind === 'MSSQL' ? ENCRYPT : SSL;
      emitSwitch(q, at, object, { api: named(kind), paths, means, hosts: HOSTS, name: kind === 'MSSQL' ? 'encrypt' : 'ssl' }, emit);
    } else if (names.includes('server') && isGiven(q.prop(object, 'options.encrypt')) && /tedious|mssql/i.test(words(m))) {
      emitSwitch(q, at, object, { api: 'tedious', paths: ['options.encrypt'], means, hosts: HOSTS, name: 'encrypt' }, emit);
    }
  });
}

function named(kind: string): string {
  return /^(?:PG|POSTGRES)/.test(kind)
    ? 'PostgreSQL'
    : kind === 'MSSQL'
      ? 'SQL Server'
      : kind.startsWith('MYSQL')
        ? 'MySQL'
        : kind.toLowerCase();
}

function words(m: Module): string {
  const required = m.facts.exprs.flatMap((expr) => (expr.k === 'lit' && typeof expr.v === 'string' && expr.v.length < 20 ? [expr.v] : []));
  return [...m.facts.imports.map((one) => one.s), ...required, m.path].join(' ');
}

export default defineModel({
  id: 'cleartext-database-options',
  // Every entity imports typeorm; where it is told how to connect, one of these stands.
  words: [
    'datasource',
    'typeormmodule',
    'createconnection',
    'connectionoptions',
    'ormconfig',
    'sequelize',
    'knex',
    'mssql',
    'tedious',
    'mikro-orm',
    'dialect',
  ],
  module: lookAt,
}) satisfies Model as Model;
