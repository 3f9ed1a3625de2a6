/** Log vendors whose client takes one host or code: Better Stack, Axiom, Loki, Logz.io, Sumo Logic, Coralogix, Elastic, New Relic and others. */

import type { CallSite, Emit, Model, Query, Value } from '../../engine/rule/index.ts';
import { answer, defineModel } from '../../engine/rule/index.ts';
import { type LogOption, label, logOption } from './lib/log-sink.ts';
import { hostPlace, hostWhere, type Place, textOf, type WhereAnswer } from './lib/where.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

/** The client of a vendor: `name` for people, the option's paths, and the place that holds when none is set. */
function vendor(name: string, paths: readonly string[], more: { arg?: number; unset?: Place; read?: LogOption['read'] } = {}): Handler {
  return logOption({
    what: label(`The ${name} client`, `${name} クライアント`),
    paths,
    read: more.read ?? 'host',
    ...(more.arg !== undefined && { arg: more.arg }),
    ...(more.unset && { unset: more.unset }),
  });
}

/** Codes that a vendor's documentation lists, else a host. */
function coded(hosts: Readonly<Record<string, string>>): (value: Value) => WhereAnswer {
  return (value) =>
    answer(value, (one): Place | undefined => {
      const text = textOf(one);
      if (text === undefined) return undefined;
      const host = hosts[text.toLowerCase()];
      return host === undefined
        ? hostWhere(one).alternatives.flatMap((two) => (two.is === 'known' ? [two.value] : []))[0]
        : { ...hostPlace(host), label: text };
    });
}

const CORALOGIX = coded({
  eu1: 'eu1.coralogix.com',
  eu2: 'eu2.coralogix.com',
  us1: 'us1.coralogix.com',
  us2: 'us2.coralogix.com',
  us3: 'us3.coralogix.com',
  ap1: 'ap1.coralogix.com',
  ap2: 'ap2.coralogix.com',
  ap3: 'ap3.coralogix.com',
});

const logtail = vendor('Better Stack log', ['endpoint'], { arg: 1, unset: hostPlace('in.logs.betterstack.com') });
const axiom = vendor('Axiom', ['edge', 'url', 'axiomUrl'], { unset: hostPlace('api.axiom.co') });
const loki = vendor('Loki', ['host', 'lokiUrl', 'url', 'baseUrl']);
const faro = vendor('Grafana Faro', ['url', 'collectorUrl']);
const logzio = vendor('Logz.io', ['host'], { unset: hostPlace('listener.logz.io') });
const sumo = vendor('Sumo Logic', ['url', 'endpoint', 'endpointURL']);
const elastic = vendor('Elastic log', ['clientOpts.node', 'clientOpts.cloud.id', 'node', 'serverUrl', 'serverUrls']);
const newRelic = vendor('New Relic', ['apiUrl', 'info.beacon', 'info.errorBeacon', 'host']);
const splunk = vendor('Splunk', ['splunk.url', 'splunk.host', 'url', 'host']);
const papertrail = vendor('Papertrail', ['host']);
const mezmo = vendor('Mezmo', ['logdnaUrl', 'logdna_url', 'url'], { arg: 1 });
const rollbar = vendor('Rollbar', ['endpoint']);
const bugsnag = vendor('BugSnag', ['endpoints.notify', 'endpoint']);
const elasticAgent = vendor('Elastic APM', ['serverUrl', 'serverUrls']);
const coralogix = vendor('Coralogix', ['coralogix_domain', 'domain', 'url'], { read: CORALOGIX });
const http = logOption({ what: label('The HTTP log transport', 'HTTP のログトランスポート'), paths: ['host', 'url'], read: 'host' });
const google = logOption({
  what: label('The Google Cloud Logging client', 'Google Cloud Logging クライアント'),
  paths: ['apiEndpoint'],
  read: 'host',
});

const CALLS: Readonly<Record<string, Handler>> = {
  '@logtail/node#Logtail': logtail,
  '@logtail/browser#Logtail': logtail,
  '@logtail/edge#Logtail': logtail,
  '@logtail/js#Logtail': logtail,
  '@logtail/core#Base': logtail,
  '@axiomhq/js#Axiom': axiom,
  '@axiomhq/js#AxiomWithoutBatching': axiom,
  '@axiomhq/axiom-node#Client': axiom,
  '@axiomhq/winston#WinstonTransport': axiom,
  '@axiomhq/pino#': axiom,
  'winston-loki#': loki,
  'pino-loki#': loki,
  'pino-loki#pinoLoki': loki,
  '@miketako3/cloki#getLokiLogger': loki,
  '@grafana/faro-web-sdk#initializeFaro': faro,
  '@grafana/faro-react#initializeFaro': faro,
  '@grafana/faro-core#initializeFaro': faro,
  'logzio-nodejs#createLogger': logzio,
  'winston-logzio#': logzio,
  'winston-sumologic-transport#': sumo,
  'winston-sumologic-transport#SumoLogic': sumo,
  'sumo-logger#': sumo,
  'winston-elasticsearch#ElasticsearchTransport': elastic,
  'pino-elasticsearch#': elastic,
  '@elastic/apm-rum#init': elasticAgent,
  'elastic-apm-node#start': elasticAgent,
  'winston-newrelic-logs-transport#': newRelic,
  '@newrelic/browser-agent/loaders/browser-agent#BrowserAgent': newRelic,
  '@newrelic/browser-agent#BrowserAgent': newRelic,
  '@newrelic/browser-agent/loaders/micro-agent#MicroAgent': newRelic,
  'splunk-logging#Logger': splunk,
  'winston-splunk-httplogger#': splunk,
  'winston-papertrail#Papertrail': papertrail,
  'winston-papertrail#': papertrail,
  'winston-papertrail-transport#PapertrailTransport': papertrail,
  '@logdna/logger#createLogger': mezmo,
  'logdna#createLogger': mezmo,
  'rollbar#': rollbar,
  'rollbar#init': rollbar,
  '@bugsnag/js#start': bugsnag,
  '@bugsnag/node#start': bugsnag,
  '@bugsnag/browser#start': bugsnag,
  '@bugsnag/expo#start': bugsnag,
  '@coralogix/browser#CoralogixRum.init': coralogix,
  'winston#transports.Http': http,
  'winston#transports.HttpTransportOptions': http,
  'pino-http-send#createWriteStream': http,
  '@google-cloud/logging#Logging': google,
  '@google-cloud/logging-winston#LoggingWinston': google,
  '@google-cloud/logging-bunyan#LoggingBunyan': google,
};

export default defineModel({
  id: 'log-vendors',
  match: {
    names: Object.keys(CALLS).map((key) => /[\w$]*$/.exec(key)?.[0] ?? ''),
    words: Object.keys(CALLS).map((key) => key.slice(0, key.indexOf('#'))),
    of: (key) => (Object.hasOwn(CALLS, key) ? CALLS[key] : undefined),
  },
}) satisfies Model as Model;
