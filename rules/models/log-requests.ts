/** Requests written by hand to the intake of a log vendor: `fetch`, axios and their kin. Only known intakes count; any other host is no log. */

import type { CallSite, Emit, Model, Query, Value } from '../../engine/rule/index.ts';
import { alternatives, defineModel } from '../../engine/rule/index.ts';
import { VENDOR_HOSTS } from '../data/log-host-table.ts';
import { logDestination } from '../data/log-hosts.ts';
import { emitOption, label, placeOf } from './lib/log-sink.ts';
import { hostWhere, isAbsent, textOf } from './lib/where.ts';

const what = label('A request to a log intake', 'ログの取り込み先へのリクエスト');

/** Hosts and paths that take data in; the same vendors' query interfaces send none. */
const INTAKE =
  /intake|ingest|\blogs?[.-]|log-api|collector|listener|otlp|betterstackdata|logtail|\/v\d\/(?:logs?|traces|metrics|track|events|input|batch)|\/(?:envelope|store|minidump|push|bulk|_json)\b/i;

function toIntake(value: Value): boolean {
  return alternatives(value).some((one) => {
    const text = textOf(one);
    return text !== undefined && INTAKE.test(text) && logDestination(text)?.general === false;
  });
}

function request(call: CallSite, q: Query, emit: Emit): void {
  const first = call.arg(0);
  if (toIntake(first)) {
    emit({ kind: 'logDestination', at: call.args[0] ?? call.at, anchor: 'sink', what, where: hostWhere(first) });
    return;
  }
  for (const path of ['url', 'baseURL', 'hostname', 'host', 'prefixUrl']) {
    const value = q.prop(first, path);
    if (first.is !== 'object' || isAbsent(value) || !toIntake(value)) continue;
    emitOption(placeOf(q, call.at, first, path), value, { what, paths: [], read: 'host' }, q, emit);
    return;
  }
}

const SENDERS = new Set([
  'global#fetch',
  'global#navigator.sendBeacon',
  'axios#',
  'axios#post',
  'axios#request',
  'axios#create',
  'got#',
  'got#post',
  'ky#post',
  'node-fetch#',
  'undici#fetch',
  'undici#request',
  'superagent#post',
  'node:https#request',
  'node:http#request',
]);

export default defineModel({
  id: 'log-requests',
  match: {
    names: ['fetch', 'sendBeacon', 'post', 'request', 'create'],
    words: VENDOR_HOSTS.flatMap(({ hosts }) => Object.keys(hosts).map((host) => host.split('.').slice(-2).join('.'))),
    of: (key) => (SENDERS.has(key) ? request : undefined),
  },
}) satisfies Model as Model;
