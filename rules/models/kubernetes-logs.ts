/** Values of Helm charts that ship logs: fluent-bit to CloudWatch, Argo's archive of workflow logs in S3. Told by the shape of the object. */

import type { Model } from '../../engine/rule/index.ts';
import { defineModel } from '../../engine/rule/index.ts';
import { emitOption, label } from './lib/log-sink.ts';
import { eachObject } from './lib/objects.ts';
import { isAbsent } from './lib/where.ts';

const SHIPPER = label('The log shipper to CloudWatch', 'CloudWatch へのログ転送');
const ARCHIVE = label('The archive of workflow logs', 'ワークフローログのアーカイブ');
const NAMES: ReadonlySet<string> = new Set(['cloudWatchLogs', 'cloudWatch', 'archiveLogs']);

export default defineModel({
  id: 'kubernetes-logs',
  words: ['cloudWatchLogs', 'cloudWatch:', 'archiveLogs'],
  module: (m, q, emit) => {
    eachObject(m, q, NAMES, (name, object, at) => {
      const value = q.prop(object, name);
      if (name === 'archiveLogs') {
        if (value.is === 'known' && value.v === true && !isAbsent(q.prop(object, 's3.region')))
          emitOption(at, object, { what: ARCHIVE, paths: ['s3.region'], read: 'aws' }, q, emit);
        return;
      }
      const enabled = q.prop(value, 'enabled');
      if (value.is !== 'object' || (enabled.is === 'known' && enabled.v === false) || isAbsent(q.prop(value, 'region'))) return;
      emitOption(at, object, { what: SHIPPER, paths: [`${name}.region`], read: 'aws' }, q, emit);
    });
  },
}) satisfies Model as Model;
