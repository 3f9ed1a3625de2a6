/**
 * Hosts to which log, trace and crash vendors take data in, one block of rows per vendor. A row is asserted only as far as its source
 * goes; a row without countries means that the host does not tell the place. Hosts whose name carries a cloud region are not here,
 * see `cloud-log-hosts.ts`. Product analytics (PostHog, Mixpanel, Segment, Amplitude) are other vendors and left out on purpose.
 */

export interface VendorHosts {
  readonly vendor: string;
  /** Where the rows come from. */
  readonly source: string;
  /** Year and month. */
  readonly checkedOn: string;
  /**
   * Domain to countries ("US", "DE FR", or "" when unknown). The domain stands for itself and everything below it; the longest wins.
   * A site code in front of a domain (`xx.`, `xx1.`) that has no row of its own is a place the table does not know.
   */
  readonly hosts: Readonly<Record<string, string>>;
}

const CHECKED = '2026-11';

/** Sites of Datadog by the value of `site`. */
export const DATADOG_SITES: Readonly<Record<string, string>> = {
  'datadoghq.com': 'US',
  'us3.datadoghq.com': 'US',
  'us5.datadoghq.com': 'US',
  'datadoghq.eu': 'DE',
  'ap1.datadoghq.com': 'JP',
  'ap2.datadoghq.com': 'AU',
  'uk1.datadoghq.com': 'GB',
  'ddog-gov.com': 'US',
  'us2.ddog-gov.com': 'US',
};

/** The browser SDK puts the site into the first label instead: `browser-intake-us3-datadoghq.com`. */
function browserIntake(sites: Readonly<Record<string, string>>): Record<string, string> {
  const hosts: Record<string, string> = {};
  for (const [site, countries] of Object.entries(sites)) {
    hosts[`browser-intake-${site.replace(/^([a-z]+\d)\./, '$1-')}`] = countries;
  }
  return hosts;
}

export const VENDOR_HOSTS: readonly VendorHosts[] = [
  {
    vendor: 'Datadog',
    source: 'docs.datadoghq.com, Getting started with Datadog sites; UK1 from the regions list of DataDog agent-skills',
    checkedOn: CHECKED,
    hosts: { ...DATADOG_SITES, ...browserIntake(DATADOG_SITES) },
  },
  {
    vendor: 'Sentry',
    source: 'docs.sentry.io, Data storage location (US: Iowa, EU: Frankfurt) and IP ranges',
    checkedOn: CHECKED,
    hosts: {
      'ingest.sentry.io': 'US',
      'ingest.us.sentry.io': 'US',
      'us.ingest.sentry.io': 'US',
      'us.sentry.io': 'US',
      'ingest.de.sentry.io': 'DE',
      'de.ingest.sentry.io': 'DE',
      'de.sentry.io': 'DE',
      'app.getsentry.com': 'US',
    },
  },
  {
    // The licence key tells the region too: keys of EU accounts begin with `eu01`.
    vendor: 'New Relic',
    source: 'docs.newrelic.com, Choose your data center and Network accessibility (the EU region is not narrowed to a country there)',
    checkedOn: CHECKED,
    hosts: { 'newrelic.com': 'US', 'nr-data.net': 'US', 'eu.newrelic.com': 'EU', 'eu01.nr-data.net': 'EU', 'jp.newrelic.com': 'JP' },
  },
  {
    vendor: 'Axiom',
    source: 'axiom.co/docs, Edge deployments and API regions (api.eu.axiom.co is the EU region, whose edge is in Frankfurt)',
    checkedOn: CHECKED,
    hosts: { 'api.axiom.co': 'US', 'api.eu.axiom.co': 'DE' },
  },
  {
    vendor: 'Better Stack',
    source: 'no page of the vendor says where the shared hosts keep their data',
    checkedOn: CHECKED,
    hosts: { 'betterstackdata.com': '', 'logs.betterstack.com': '', 'in.logtail.com': '' },
  },
  {
    vendor: 'Grafana Cloud',
    source: 'public configurations in which the numbered Loki host stands beside a metrics host of the region in question',
    checkedOn: CHECKED,
    hosts: {
      'logs-prod-006.grafana.net': 'US',
      'logs-prod-021.grafana.net': 'US',
      'logs-prod-036.grafana.net': 'US',
      'logs-prod-012.grafana.net': 'EU',
    },
  },
  {
    vendor: 'Azure Monitor',
    source: 'learn.microsoft.com, Azure Monitor network access: global ingestion endpoints and workspace endpoints',
    checkedOn: CHECKED,
    hosts: { 'dc.services.visualstudio.com': '', 'dc.applicationinsights.azure.com': '', 'ods.opinsights.azure.com': '' },
  },
  {
    vendor: 'Google Cloud Observability',
    source: 'docs.cloud.google.com, Cloud Logging: the global endpoint says nothing of where the log bucket lies',
    checkedOn: CHECKED,
    hosts: {
      'logging.googleapis.com': '',
      'cloudtrace.googleapis.com': '',
      'clouderrorreporting.googleapis.com': '',
      'telemetry.googleapis.com': '',
    },
  },
  {
    vendor: 'Honeycomb',
    source: 'docs.honeycomb.io, API introduction (US and EU storage regions)',
    checkedOn: CHECKED,
    hosts: { 'api.honeycomb.io': 'US', 'api.eu1.honeycomb.io': 'EU' },
  },
  {
    vendor: 'Splunk Observability Cloud',
    source: 'help.splunk.com, realms (no realm means us0); which EU realm lies in which of the three countries was not read',
    checkedOn: CHECKED,
    hosts: {
      'ingest.signalfx.com': 'US',
      'us0.signalfx.com': 'US',
      'us1.signalfx.com': 'US',
      'us2.signalfx.com': 'US',
      'eu0.signalfx.com': 'DE GB IE',
      'eu1.signalfx.com': 'DE GB IE',
      'eu2.signalfx.com': 'DE GB IE',
      'jp0.signalfx.com': 'JP',
      'au0.signalfx.com': 'AU',
      'signalfx.com': '',
    },
  },
  {
    vendor: 'Splunk Cloud Platform',
    source: 'the stack name in the host tells no region',
    checkedOn: CHECKED,
    hosts: { 'splunkcloud.com': '' },
  },
  {
    vendor: 'Sumo Logic',
    source: 'sumologic.com/help, AWS region by deployment',
    checkedOn: CHECKED,
    hosts: {
      'sumologic.com': 'US',
      'us2.sumologic.com': 'US',
      'fed.sumologic.com': 'US',
      'au.sumologic.com': 'AU',
      'ca.sumologic.com': 'CA',
      'ch.sumologic.com': 'CH',
      'de.sumologic.com': 'DE',
      'eu.sumologic.com': 'IE',
      'in.sumologic.com': 'IN',
      'jp.sumologic.com': 'JP',
      'kr.sumologic.com': 'KR',
    },
  },
  {
    vendor: 'Logz.io',
    source: "logzio/logz-docs, logzio-regions.yml; UK from the vendor's Lambda extension, which maps it to eu-west-2",
    checkedOn: CHECKED,
    hosts: {
      ...logzio('', 'US'),
      ...logzio('-wa', 'US'),
      ...logzio('-au', 'AU'),
      ...logzio('-ca', 'CA'),
      ...logzio('-eu', 'DE'),
      ...logzio('-nl', 'NL'),
      ...logzio('-uk', 'GB'),
      'logz.io': '',
    },
  },
  {
    vendor: 'Coralogix',
    source: 'coralogix.com/docs, Coralogix domain (team and endpoint domains)',
    checkedOn: CHECKED,
    hosts: {
      'coralogix.com': 'IE',
      'eu1.coralogix.com': 'IE',
      'eu2.coralogix.com': 'SE',
      'us1.coralogix.com': 'US',
      'us2.coralogix.com': 'US',
      'us3.coralogix.com': 'US',
      'cx498.coralogix.com': 'US',
      'coralogix.us': 'US',
      'coralogixgov.us': 'US',
      'ap1.coralogix.com': 'IN',
      'coralogix.in': 'IN',
      'ap2.coralogix.com': 'SG',
      'coralogixsg.com': 'SG',
      'ap3.coralogix.com': 'ID',
    },
  },
  {
    vendor: 'SigNoz Cloud',
    source: 'signoz.io/docs, ingestion endpoints by region (US, EU, IN)',
    checkedOn: CHECKED,
    hosts: { 'us.signoz.cloud': 'US', 'eu.signoz.cloud': 'EU', 'in.signoz.cloud': 'IN', 'signoz.cloud': '' },
  },
  {
    vendor: 'SolarWinds Observability',
    source: 'documentation.solarwinds.com, Data centers and endpoint URIs (the codes; countries as far as the code tells)',
    checkedOn: CHECKED,
    hosts: { 'collector.eu-01.cloud.solarwinds.com': 'EU', 'cloud.solarwinds.com': '' },
  },
  {
    vendor: 'ServiceNow Cloud Observability',
    source: 'docs.lightstep.com, About the EU data center',
    checkedOn: CHECKED,
    hosts: {
      'ingest.lightstep.com': 'US',
      'ingest.eu.lightstep.com': 'EU',
      'logingest.eu.lightstep.com': 'EU',
      'metricingest.eu.lightstep.com': 'EU',
    },
  },
  {
    vendor: 'Logfire',
    source: 'regional base URLs of Logfire (US, EU), from an integration guide',
    checkedOn: CHECKED,
    hosts: { 'logfire-us.pydantic.dev': 'US', 'logfire-eu.pydantic.dev': 'EU', 'logfire-api.pydantic.dev': '' },
  },
  {
    vendor: 'IBM Cloud Logs',
    source: 'cloud.ibm.com/docs, Cloud Logs ingress endpoints',
    checkedOn: CHECKED,
    hosts: {
      'us-south.logs.cloud.ibm.com': 'US',
      'us-east.logs.cloud.ibm.com': 'US',
      'ca-tor.logs.cloud.ibm.com': 'CA',
      'ca-mon.logs.cloud.ibm.com': 'CA',
      'eu-de.logs.cloud.ibm.com': 'DE',
      'eu-gb.logs.cloud.ibm.com': 'GB',
      'eu-es.logs.cloud.ibm.com': 'ES',
      'jp-tok.logs.cloud.ibm.com': 'JP',
      'jp-osa.logs.cloud.ibm.com': 'JP',
      'au-syd.logs.cloud.ibm.com': 'AU',
      'in-che.logs.cloud.ibm.com': 'IN',
      'in-mum.logs.cloud.ibm.com': 'IN',
      'logs.cloud.ibm.com': '',
    },
  },
  ...placeless({
    Papertrail: ['papertrailapp.com'],
    Loggly: ['loggly.com'],
    Mezmo: ['logs.logdna.com', 'logs.mezmo.com', 'pipeline.mezmo.com'],
    Rollbar: ['api.rollbar.com'],
    BugSnag: ['notify.bugsnag.com', 'sessions.bugsnag.com', 'otlp.bugsnag.com'],
    Highlight: ['pub.highlight.io', 'otel.highlight.io'],
    Uptrace: ['api.uptrace.dev', 'otlp.uptrace.dev'],
    Baselime: ['events.baselime.io', 'otel.baselime.io'],
    Dynatrace: ['live.dynatrace.com', 'apps.dynatrace.com'],
    Airbrake: ['api.airbrake.io', 'notifier-api.airbrake.io'],
    Honeybadger: ['api.honeybadger.io'],
    Raygun: ['api.raygun.com', 'api.raygun.io'],
    'Falcon LogScale': ['cloud.humio.com', 'cloud.us.humio.com', 'cloud.community.humio.com'],
  }),
];

function logzio(code: string, countries: string): Record<string, string> {
  return { [`listener${code}.logz.io`]: countries, [`otlp-listener${code}.logz.io`]: countries };
}

/** Vendors whose host names tell no place, or of which no source was read that gives one. */
function placeless(vendors: Readonly<Record<string, readonly string[]>>): VendorHosts[] {
  return Object.entries(vendors).map(([vendor, domains]) => ({
    vendor,
    source: 'the host names no region, and no statement of the vendor was read',
    checkedOn: CHECKED,
    hosts: Object.fromEntries(domains.map((domain) => [domain, ''])),
  }));
}
