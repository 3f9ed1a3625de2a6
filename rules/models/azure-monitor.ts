/** Azure Monitor and Application Insights: the connection string names the region in which telemetry is taken in. */

import type { CallSite, Emit, Model, Query, Value } from '../../engine/rule/index.ts';
import { alternatives, answer, defineModel, stringOf } from '../../engine/rule/index.ts';
import { type LogOption, label, logOption } from './lib/log-sink.ts';
import { hostPlace, textOf, type WhereAnswer } from './lib/where.ts';

const what = label('Application Insights', 'Application Insights');

/** A bare instrumentation key sends to the global endpoint, which tells no place. */
function connection(value: Value): WhereAnswer {
  return answer(value, (one) => {
    const text = textOf(one);
    if (text === undefined) return undefined;
    return /^[0-9a-f-]{36}$/i.test(text) ? { label: 'InstrumentationKey', countries: undefined } : hostPlace(text);
  });
}

const option = (paths: readonly string[], arg = 0): ((call: CallSite, q: Query, emit: Emit) => void) => {
  const spec: LogOption = { what, paths, read: connection, arg };
  return logOption(spec);
};

const first = option([]);
const web = option(['config.connectionString', 'config.instrumentationKey']);
const otel = option(['azureMonitorExporterOptions.connectionString']);
const exporter = option(['connectionString']);
const winston = option(['setupString', 'connectionString', 'key', 'config.connectionString']);
const ingestion = logOption({
  what: label('The Azure Monitor log ingestion client', 'Azure Monitor のログ取り込みクライアント'),
  paths: [],
  read: 'host',
});

/** `setup()` reads the environment. */
function setup(call: CallSite, q: Query, emit: Emit): void {
  const value = call.arg(0);
  if (alternatives(value).some((one) => stringOf(one) === '')) return;
  first(call, q, emit);
}

export default defineModel({
  id: 'azure-monitor',
  calls: {
    'applicationinsights#setup': setup,
    'applicationinsights#TelemetryClient': setup,
    '@microsoft/applicationinsights-web#ApplicationInsights': web,
    '@microsoft/applicationinsights-web-basic#ApplicationInsights': web,
    '@azure/monitor-opentelemetry#useAzureMonitor': otel,
    '@azure/monitor-opentelemetry-exporter#AzureMonitorTraceExporter': exporter,
    '@azure/monitor-opentelemetry-exporter#AzureMonitorLogExporter': exporter,
    '@azure/monitor-opentelemetry-exporter#AzureMonitorMetricExporter': exporter,
    '@azure/monitor-ingestion#LogsIngestionClient': ingestion,
    'winston-azure-application-insights#AzureApplicationInsightsLogger': winston,
    'winston-azure-logger#WinstonAzureLogger': winston,
  },
}) satisfies Model as Model;
