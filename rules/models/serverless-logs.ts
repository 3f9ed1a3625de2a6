/** Serverless Framework configuration written in TypeScript or JavaScript: its log settings make log groups in `provider.region`. */

import type { Model } from '../../engine/rule/index.ts';
import { defineModel } from '../../engine/rule/index.ts';
import { label } from './lib/log-sink.ts';
import { eachObject } from './lib/objects.ts';
import { absentMeans, isAbsent, regionWhere } from './lib/where.ts';

const what = label('The log group of the Serverless service', 'Serverless サービスのロググループ');
const SETTINGS: ReadonlySet<string> = new Set(['logRetentionInDays', 'logs']);

export default defineModel({
  id: 'serverless-logs',
  words: ['logRetentionInDays', 'restApi', 'serverless'],
  module: (m, q, emit) => {
    if (!/(?:^|\/)serverless[\w.-]*\.[cm]?[jt]s$/.test(m.path)) return;
    eachObject(m, q, SETTINGS, (name, object, _at, property) => {
      const provider = q.prop(object, 'name');
      if (provider.is !== 'known' || provider.v !== 'aws' || isAbsent(q.prop(object, name))) return;
      // Without a region the framework deploys to us-east-1, unless its command line says another.
      const where = absentMeans(regionWhere('aws', q.prop(object, 'region')), 'configuration');
      emit({ kind: 'logDestination', at: property, anchor: 'sink', what, where });
    });
  },
}) satisfies Model as Model;
