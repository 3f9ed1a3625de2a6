/** AWS SDK for JavaScript, v2 and v3: clients that write to CloudWatch Logs, and the browser's CloudWatch RUM client. */

import type { CallSite, Emit, Model, Module, Query, Value } from '../../engine/rule/index.ts';
import { defineModel } from '../../engine/rule/index.ts';
import { emitOption, type LogOption, label } from './lib/log-sink.ts';
import { isAbsent } from './lib/where.ts';

const CLIENT: LogOption = {
  what: label('The CloudWatch Logs client', 'CloudWatch Logs クライアント'),
  paths: ['region'],
  read: 'aws',
  unset: 'environment',
};
const RUM: LogOption = { what: label('The CloudWatch RUM client', 'CloudWatch RUM クライアント'), paths: [], read: 'aws' };

const WRITES = /^(?:PutLogEvents|CreateLogGroup|CreateLogStream)/i;
const READS =
  /^(?:FilterLogEvents|GetLogEvents|GetLogRecord|DescribeLog|DescribeSubscription|StartQuery|GetQueryResults|StopQuery|StartLiveTail|ListTags|DeleteLog|PutRetentionPolicy|paginate)/i;

/** A file that only reads logs, or only tidies them up, stores none. */
function onlyReads(m: Module): boolean {
  let reads = false;
  const names = [...m.facts.imports.map((one) => one.n), ...m.facts.calls.map((e) => memberName(m, e))];
  for (const name of names) {
    if (WRITES.test(name)) return false;
    reads ||= READS.test(name);
  }
  return reads;
}

function memberName(m: Module, e: number): string {
  const expr = m.expr(e);
  if (expr.k !== 'call' && expr.k !== 'new') return '';
  const callee = m.expr(expr.c);
  return callee.k === 'member' ? callee.n : '';
}

function client(call: CallSite, q: Query, emit: Emit): void {
  if (!call.isNew || onlyReads(call.at.m)) return;
  const own = call.arg(0);
  const shared = isAbsent(q.prop(own, 'region')) ? sharedSettings(call.at.m, q) : undefined;
  emitOption(call.at, shared ?? own, CLIENT, q, emit);
}

/** `AWS.config.update({ region })` in the same file, which holds for all clients of the second version. */
function sharedSettings(m: Module, q: Query): Value | undefined {
  for (const e of m.facts.calls) {
    const expr = m.expr(e);
    const callee = expr.k === 'call' ? m.expr(expr.c) : undefined;
    if (expr.k !== 'call' || callee?.k !== 'member' || callee.n !== 'update' || expr.a[0] === undefined) continue;
    const on = q.value(q.ref(m, callee.o));
    if (on.is === 'ext' && /^aws-sdk#(?:config|default\.config)$/.test(on.key)) return q.value(q.ref(m, expr.a[0]));
  }
  return undefined;
}

export default defineModel({
  id: 'aws-sdk-logs',
  limits: 'A client that one file makes and another uses only for reading counts as a writer.',
  calls: {
    '@aws-sdk/client-cloudwatch-logs#CloudWatchLogsClient': client,
    '@aws-sdk/client-cloudwatch-logs#CloudWatchLogs': client,
    'aws-sdk#CloudWatchLogs': client,
    'aws-sdk/clients/cloudwatchlogs#': client,
    'aws-rum-web#AwsRum': (call, q, emit) => emitOption(call.args[2] ?? call.at, call.arg(2), RUM, q, emit),
  },
}) satisfies Model as Model;
