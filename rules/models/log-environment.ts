/**
 * Variables that tell a telemetry agent where to send, set in code for a container, a function or a process: `DD_SITE`, `SENTRY_DSN`, ….
 * Only what the code itself fixes counts; a schema or a variable handed through says nothing.
 */

import type { Model } from '../../engine/rule/index.ts';
import { alternatives, defineModel } from '../../engine/rule/index.ts';
import { logDestination } from '../data/log-hosts.ts';
import { emitOption, type LogOption, label } from './lib/log-sink.ts';
import { eachObject } from './lib/objects.ts';
import { textOf } from './lib/where.ts';

const agent = (name: string): LogOption['what'] =>
  label(`The ${name} agent set up by this variable`, `この変数で設定される ${name} エージェント`);

const VARIABLES: Readonly<Record<string, LogOption>> = {
  DD_SITE: { what: agent('Datadog'), paths: ['DD_SITE'], read: 'datadog' },
  SENTRY_DSN: { what: agent('Sentry'), paths: ['SENTRY_DSN'], read: 'host' },
  NEW_RELIC_HOST: { what: agent('New Relic'), paths: ['NEW_RELIC_HOST'], read: 'host' },
  OTEL_EXPORTER_OTLP_ENDPOINT: { what: agent('OpenTelemetry'), paths: ['OTEL_EXPORTER_OTLP_ENDPOINT'], read: 'host' },
  OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: { what: agent('OpenTelemetry'), paths: ['OTEL_EXPORTER_OTLP_LOGS_ENDPOINT'], read: 'host' },
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: { what: agent('OpenTelemetry'), paths: ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'], read: 'host' },
  APPLICATIONINSIGHTS_CONNECTION_STRING: {
    what: agent('Application Insights'),
    paths: ['APPLICATIONINSIGHTS_CONNECTION_STRING'],
    read: 'host',
  },
};

export default defineModel({
  id: 'log-environment',
  words: Object.keys(VARIABLES),
  module: (m, q, emit) => {
    eachObject(m, q, new Set(Object.keys(VARIABLES)), (name, object, at) => {
      const option = VARIABLES[name];
      const written = alternatives(q.prop(object, name)).some((one) => {
        const text = textOf(one);
        return text !== undefined && (option?.read === 'datadog' || logDestination(text) !== undefined);
      });
      if (option && written) emitOption(at, object, option, q, emit);
    });
  },
}) satisfies Model as Model;
