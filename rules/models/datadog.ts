/** Datadog: browser and mobile SDKs, log transports, the tracer, and the CDK construct. Its site says where the data lies; unset it is US1. */

import type { Model } from '../../engine/rule/index.ts';
import { defineModel } from '../../engine/rule/index.ts';
import { type LogOption, label, logOption } from './lib/log-sink.ts';

const US1 = { label: 'datadoghq.com', countries: ['US'] };
const option = (en: string, ja: string, paths: readonly string[], arg = 0): ReturnType<typeof logOption> => {
  const spec: LogOption = { what: label(en, ja), paths, arg, read: 'datadog', unset: US1 };
  return logOption(spec);
};

const logs = option('The Datadog browser log SDK', 'Datadog のブラウザーログ SDK', ['site', 'datacenter']);
const rum = option('The Datadog browser monitoring SDK', 'Datadog のブラウザー監視 SDK', ['site', 'datacenter']);
const transport = option('The Datadog log transport', 'Datadog へのログトランスポート', [
  'intakeRegion',
  'site',
  'ddServerConf.site',
  'region',
  'hostname',
  'host',
]);
const mobile = option('The Datadog mobile SDK', 'Datadog のモバイル SDK', ['site']);
const construct = option('The Datadog construct', 'Datadog のコンストラクト', ['site'], 2);
/** Without a site the tracer hands its spans to an agent, which has a site of its own. */
const tracer = logOption({ what: label('The Datadog tracer', 'Datadog のトレーサー'), paths: ['site'], read: 'datadog' });

export default defineModel({
  id: 'datadog',
  calls: {
    '@datadog/browser-logs#datadogLogs.init': logs,
    '@datadog/browser-logs-all#datadogLogs.init': logs,
    '@datadog/browser-rum#datadogRum.init': rum,
    '@datadog/browser-rum-slim#datadogRum.init': rum,
    'datadog-winston#': transport,
    'winston-datadog#': transport,
    '@shelf/winston-datadog-logs-transport#DatadogTransport': transport,
    '@shelf/winston-datadog-logs-transport#': transport,
    'winston-datadog-logs-transport#': transport,
    'datadog-logger-integrations/winston#LoggingWinston': transport,
    'datadog-logger-integrations/winston#DataDogTransport': transport,
    'datadog-logger-integrations/pino#getPinoStream': transport,
    'datadog-logger-integrations/bunyan#DataDogStream': transport,
    'pino-datadog#createWriteStreamSync': transport,
    'pino-datadog-transport#': transport,
    'bunyan-datadog#': transport,
    'dd-trace#init': tracer,
    'dd-trace#tracer.init': tracer,
    '@datadog/mobile-react-native#DdSdkReactNative.initialize': mobile,
    'datadog-cdk-constructs-v2#Datadog': construct,
    'datadog-cdk-constructs-v2#DatadogLambda': construct,
    'datadog-cdk-constructs-v2#DatadogStepFunctions': construct,
    'datadog-cdk-constructs#Datadog': construct,
  },
  // The SDK of the content delivery network hangs on `window`.
  match: {
    names: ['init'],
    words: ['DD_LOGS', 'DD_RUM'],
    of: (key) => (key === 'global#DD_LOGS.init' ? logs : key === 'global#DD_RUM.init' ? rum : undefined),
  },
}) satisfies Model as Model;
