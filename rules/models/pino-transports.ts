/** Transports that pino is told by name: `{ target: 'pino-loki', options: { host } }`, wherever the object is written. */

import type { Model } from '../../engine/rule/index.ts';
import { defineModel } from '../../engine/rule/index.ts';
import { emitOption, type LogOption, label } from './lib/log-sink.ts';
import { hostPlace } from './lib/where.ts';

const to = (name: string, paths: readonly string[], more: Partial<LogOption> = {}): LogOption => ({
  what: label(`The ${name} log transport`, `${name} へのログトランスポート`),
  paths,
  read: 'host',
  ...more,
});

const TARGETS: Readonly<Record<string, LogOption>> = {
  'pino-loki': to('Loki', ['host']),
  'pino-datadog-transport': to('Datadog', ['ddServerConf.site', 'ddClientConf.site', 'site'], {
    read: 'datadog',
    unset: hostPlace('datadoghq.com'),
  }),
  'pino-datadog': to('Datadog', ['site', 'intakeRegion'], { read: 'datadog', unset: hostPlace('datadoghq.com') }),
  'datadog-logger-integrations/pino': to('Datadog', ['ddServerConf.site', 'ddClientConf.site'], {
    read: 'datadog',
    unset: hostPlace('datadoghq.com'),
  }),
  '@logtail/pino': to('Better Stack', ['options.endpoint', 'endpoint'], { unset: hostPlace('in.logs.betterstack.com') }),
  '@axiomhq/pino': to('Axiom', ['edge', 'url'], { unset: hostPlace('api.axiom.co') }),
  'pino-opentelemetry-transport': to(
    'OpenTelemetry',
    [
      'logRecordProcessorOptions.exporterOptions.httpExporterOptions.url',
      'logRecordProcessorOptions.exporterOptions.protobufExporterOptions.url',
      'logRecordProcessorOptions.exporterOptions.grpcExporterOptions.url',
    ],
    { unset: 'environment' },
  ),
  'pino-sentry-transport': to('Sentry', ['sentry.dsn', 'dsn']),
  'pino-sentry': to('Sentry', ['dsn']),
  'pino-elasticsearch': to('Elasticsearch', ['node']),
  'pino-cloudwatch-transport': to('CloudWatch', ['awsRegion', 'region', 'aws.region'], { read: 'aws', unset: 'environment' }),
  '@serdnam/pino-cloudwatch-transport': to('CloudWatch', ['awsRegion', 'region'], { read: 'aws', unset: 'environment' }),
  'pino-logzio': to('Logz.io', ['host'], { unset: hostPlace('listener.logz.io') }),
  'pino-http-send': to('HTTP', ['url']),
  'pino-applicationinsights': to('Application Insights', ['connectionString']),
  '@newrelic/pino-transport': to('New Relic', ['apiUrl', 'host']),
};

export default defineModel({
  id: 'pino-transports',
  words: Object.keys(TARGETS),
  module: (m, q, emit) => {
    m.facts.exprs.forEach((expr, e) => {
      if (expr.k !== 'obj') return;
      const target = expr.p.find((p) => 'n' in p && p.n === 'target');
      if (!target || !('v' in target)) return;
      const name = q.value(q.ref(m, target.v));
      const option = name.is === 'known' && typeof name.v === 'string' && Object.hasOwn(TARGETS, name.v) ? TARGETS[name.v] : undefined;
      if (option) emitOption(q.ref(m, e), q.prop(q.value(q.ref(m, e)), 'options'), option, q, emit);
    });
  },
}) satisfies Model as Model;
