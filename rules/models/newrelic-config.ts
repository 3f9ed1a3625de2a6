/** New Relic's Node agent: its configuration file `newrelic.js` says the collector's host, and the licence key says the region too. */

import type { Model, Value } from '../../engine/rule/index.ts';
import { answer, defineModel } from '../../engine/rule/index.ts';
import { emitOption, label } from './lib/log-sink.ts';
import { hostPlace, isAbsent, textOf, type WhereAnswer } from './lib/where.ts';

const what = label('The New Relic agent', 'New Relic エージェント');

/** Keys of EU accounts begin with `eu01`; others say nothing of their region in a way that is documented. */
function licence(value: Value): WhereAnswer {
  return answer(value, (one) => {
    const text = textOf(one);
    if (text === undefined) return undefined;
    return /^eu01x/.test(text) ? hostPlace('collector.eu01.nr-data.net') : { label: 'license_key', countries: undefined };
  });
}

export default defineModel({
  id: 'newrelic-config',
  words: ['license_key', 'nr-data.net'],
  module: (m, q, emit) => {
    if (!/(?:^|\/)newrelic(?:\.config)?\.[cm]?[jt]s$/.test(m.path)) return;
    const at = q.ref(m, m.facts.cjs ?? m.facts.functions[0]?.e ?? 0);
    const config = q.ev.export(m, 'config', at);
    const fact = m.exportNamed('config');
    const place = fact && 'e' in fact ? q.ref(m, fact.e) : at;
    if (!isAbsent(q.prop(config, 'host'))) emitOption(place, config, { what, paths: ['host'], read: 'host' }, q, emit);
    else emitOption(place, config, { what, paths: ['license_key'], read: licence }, q, emit);
  },
}) satisfies Model as Model;
