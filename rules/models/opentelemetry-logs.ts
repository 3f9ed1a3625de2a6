/** OpenTelemetry exporters and the distributions of vendors: logs, traces and metrics go to the `url`. */

import type { CallSite, Emit, Model, Query } from '../../engine/rule/index.ts';
import { defineModel } from '../../engine/rule/index.ts';
import { type LogOption, label, logOption } from './lib/log-sink.ts';

const exporter = (en: string, ja: string): ((call: CallSite, q: Query, emit: Emit) => void) => {
  const spec: LogOption = { what: label(en, ja), paths: ['url', 'endpoint', 'hostname'], read: 'host', unset: 'environment' };
  return logOption(spec);
};
const logs = exporter('The OpenTelemetry log exporter', 'OpenTelemetry のログエクスポーター');
const traces = exporter('The OpenTelemetry trace exporter', 'OpenTelemetry のトレースエクスポーター');
const metrics = exporter('The OpenTelemetry metric exporter', 'OpenTelemetry のメトリックエクスポーター');

const PACKAGE = /^(?:@opentelemetry\/(?:exporter|otlp-exporter)[^#]*|@vercel\/otel)#/;
const honeycomb = logOption({
  what: label('The Honeycomb telemetry SDK', 'Honeycomb のテレメトリー SDK'),
  paths: ['endpoint', 'tracesEndpoint', 'apiHost'],
  read: 'host',
  unset: { label: 'api.honeycomb.io', countries: ['US'] },
});
const other = logOption({
  what: label('The telemetry SDK', 'テレメトリー SDK'),
  paths: ['endpoint', 'otlpEndpoint', 'url', 'collectorUrl', 'dsn'],
  read: 'host',
});

const OTHERS: Readonly<Record<string, typeof logs>> = {
  '@honeycombio/opentelemetry-node#HoneycombSDK': honeycomb,
  '@honeycombio/opentelemetry-web#HoneycombWebSDK': honeycomb,
  'libhoney#': honeycomb,
  'honeycomb-beeline#': honeycomb,
  '@uptrace/node#configureOpentelemetry': other,
  '@uptrace/web#configureOpentelemetry': other,
  '@highlight-run/node#H.init': other,
  '@highlight-run/next/server#registerHighlight': other,
  '@hyperdx/node-opentelemetry#init': other,
  '@splunk/otel#start': other,
};

export default defineModel({
  id: 'opentelemetry-logs',
  match: {
    names: [
      'OTLPLogExporter',
      'OTLPTraceExporter',
      'OTLPMetricExporter',
      'CollectorTraceExporter',
      'ZipkinExporter',
      'JaegerExporter',
      'HoneycombSDK',
      'HoneycombWebSDK',
      'configureOpentelemetry',
      'registerHighlight',
      'init',
      'start',
    ],
    words: [
      '@opentelemetry/',
      '@vercel/otel',
      '@honeycombio',
      'libhoney',
      'honeycomb-beeline',
      '@uptrace',
      '@highlight-run',
      '@hyperdx',
      '@splunk/otel',
    ],
    of: (key) => {
      if (Object.hasOwn(OTHERS, key)) return OTHERS[key];
      if (!PACKAGE.test(key)) return undefined;
      return key.endsWith('LogExporter') ? logs : key.endsWith('MetricExporter') ? metrics : /Exporter$/.test(key) ? traces : undefined;
    },
  },
}) satisfies Model as Model;
