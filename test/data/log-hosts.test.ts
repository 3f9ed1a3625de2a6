/** Hosts of log vendors to countries: what is told, what is left open, and what is no log vendor. */

import { describe, expect, it } from 'vitest';
import { VENDOR_HOSTS } from '../../rules/data/log-host-table.ts';
import { datadogSite, logDestination } from '../../rules/data/log-hosts.ts';

const DSN = 'https://0123456789abcdef0123456789abcdef';

describe('a host that tells its place', () => {
  it.each([
    ['https://http-intake.logs.datadoghq.eu/api/v2/logs', 'Datadog', 'DE'],
    ['http-intake.logs.datadoghq.com', 'Datadog', 'US'],
    ['http-intake.logs.us3.datadoghq.com:443', 'Datadog', 'US'],
    ['browser-intake-datadoghq.eu', 'Datadog', 'DE'],
    ['https://browser-intake-us5-datadoghq.com', 'Datadog', 'US'],
    ['https://trace.agent.ap1.datadoghq.com', 'Datadog', 'JP'],
    ['ap2.datadoghq.com', 'Datadog', 'AU'],
    ['http-intake.logs.ddog-gov.com', 'Datadog', 'US'],
    [`${DSN}@o123.ingest.sentry.io/456`, 'Sentry', 'US'],
    [`${DSN}@o123.ingest.us.sentry.io/456`, 'Sentry', 'US'],
    [`${DSN}@o123.ingest.de.sentry.io/456`, 'Sentry', 'DE'],
    [`${DSN}@sentry.io/456`, 'Sentry', 'US'],
    ['log-api.newrelic.com', 'New Relic', 'US'],
    ['https://log-api.eu.newrelic.com/log/v1', 'New Relic', 'EU'],
    ['insights-collector.eu01.nr-data.net', 'New Relic', 'EU'],
    ['https://otlp.eu01.nr-data.net:4317', 'New Relic', 'EU'],
    ['https://logs-prod-eu-west-0.grafana.net/loki/api/v1/push', 'Grafana Cloud', 'EU'],
    ['logs-prod-us-central1.grafana.net', 'Grafana Cloud', 'US'],
    ['logs-prod-006.grafana.net', 'Grafana Cloud', 'US'],
    ['logs-prod-012.grafana.net', 'Grafana Cloud', 'EU'],
    ['https://123:glc_x@logs-prod-012.grafana.net/loki', 'Grafana Cloud', 'EU'],
    ['otlp-gateway-prod-gb-south-1.grafana.net', 'Grafana Cloud', 'GB'],
    ['tempo-prod-01-prod-eu-west-0.grafana.net:443', 'Grafana Cloud', 'EU'],
    ['otlp-gateway-prod-us-east-4.aws-us-east-2-0.grafana.net', 'Grafana Cloud', 'US'],
    ['logs-prod-1.azure-westeurope-1.grafana.net', 'Grafana Cloud', 'NL'],
    ['https://eu-central-1.aws.edge.axiom.co/v1/logs', 'Axiom', 'DE'],
    ['us-east-1.aws.edge.axiom.co', 'Axiom', 'US'],
    ['api.axiom.co', 'Axiom', 'US'],
    ['api.eu.axiom.co', 'Axiom', 'DE'],
    ['https://s123.eu-nbg-2.betterstackdata.com', 'Better Stack', 'DE'],
    ['s123.eu-fsn-3.betterstackdata.com', 'Better Stack', 'DE'],
    ['s123.us-east-9.betterstackdata.com', 'Better Stack', 'US'],
    ['https://westeurope-5.in.applicationinsights.azure.com/', 'Azure Monitor', 'NL'],
    ['eastus2-3.in.applicationinsights.azure.com', 'Azure Monitor', 'US'],
    ['usgovvirginia-1.in.applicationinsights.azure.us', 'Azure Monitor', 'US'],
    ['https://my-dce-a1b2.germanywestcentral-1.ingest.monitor.azure.com', 'Azure Monitor', 'DE'],
    ['logging.europe-west3.rep.googleapis.com', 'Google Cloud Observability', 'DE'],
    ['https://logs.eu-west-1.amazonaws.com', 'Amazon CloudWatch Logs', 'IE'],
    ['logs-fips.us-gov-west-1.amazonaws.com', 'Amazon CloudWatch Logs', 'US'],
    ['vpce-0a.logs.eu-west-2.vpce.amazonaws.com', 'Amazon CloudWatch Logs', 'GB'],
    ['logs.cn-north-1.amazonaws.com.cn', 'Amazon CloudWatch Logs', 'CN'],
    ['xray.ap-northeast-1.amazonaws.com', 'AWS X-Ray', 'JP'],
    ['firehose.sa-east-1.amazonaws.com', 'Amazon Data Firehose', 'BR'],
    ['audit.s3.eu-north-1.amazonaws.com', 'Amazon S3', 'SE'],
    ['logs.s3.dualstack.eu-west-3.amazonaws.com', 'Amazon S3', 'FR'],
    ['https://s3-us-gov-west-1.amazonaws.com/audit', 'Amazon S3', 'US'],
    ['search-app-x1.eu-west-1.es.amazonaws.com', 'Amazon OpenSearch Service', 'IE'],
    ['abc.eu-west-1.aws.found.io:9243', 'Elastic Cloud', 'IE'],
    ['abc.europe-west3.gcp.cloud.es.io', 'Elastic Cloud', 'DE'],
    ['abc.westeurope.azure.elastic-cloud.com', 'Elastic Cloud', 'NL'],
    ['https://api.honeycomb.io', 'Honeycomb', 'US'],
    ['https://api.eu1.honeycomb.io/1/events', 'Honeycomb', 'EU'],
    ['ingest.us1.signalfx.com', 'Splunk Observability Cloud', 'US'],
    ['ingest.eu0.signalfx.com', 'Splunk Observability Cloud', 'DE GB IE'],
    ['endpoint1.collection.eu.sumologic.com', 'Sumo Logic', 'IE'],
    ['endpoint4.collection.us2.sumologic.com', 'Sumo Logic', 'US'],
    ['endpoint1.collection.jp.sumologic.com', 'Sumo Logic', 'JP'],
    ['endpoint1.collection.sumologic.com', 'Sumo Logic', 'US'],
    ['listener.logz.io', 'Logz.io', 'US'],
    ['listener-eu.logz.io:8071', 'Logz.io', 'DE'],
    ['listener-au.logz.io', 'Logz.io', 'AU'],
    ['https://otlp-listener-uk.logz.io/v1/logs', 'Logz.io', 'GB'],
    ['ingress.eu1.coralogix.com', 'Coralogix', 'IE'],
    ['ingress.eu2.coralogix.com', 'Coralogix', 'SE'],
    ['ingress.us2.coralogix.com', 'Coralogix', 'US'],
    ['ingress.ap1.coralogix.com', 'Coralogix', 'IN'],
    ['ingress.ap2.coralogix.com', 'Coralogix', 'SG'],
    ['ingress.ap3.coralogix.com', 'Coralogix', 'ID'],
    ['https://ingest.eu.signoz.cloud:443', 'SigNoz Cloud', 'EU'],
    ['ingest.us.signoz.cloud', 'SigNoz Cloud', 'US'],
    ['ingest.in.signoz.cloud', 'SigNoz Cloud', 'IN'],
    ['ingress.eu-west-1.aws.dash0.com:4317', 'Dash0', 'IE'],
    ['ingress.europe-west4.gcp.dash0.com', 'Dash0', 'NL'],
    ['ingress.us-west-2.aws.dash0.com', 'Dash0', 'US'],
    ['a1.ingress.eu-gb.logs.cloud.ibm.com', 'IBM Cloud Logs', 'GB'],
    // Case, a trailing dot and a template's first label change nothing.
    ['HTTPS://HTTP-INTAKE.LOGS.DATADOGHQ.EU./v1', 'Datadog', 'DE'],
    ['https://{orgId}.ingest.de.sentry.io', 'Sentry', 'DE'],
    ['//browser-intake-datadoghq.eu/api', 'Datadog', 'DE'],
  ])('%s -> %s, %s', (text, vendor, countries) => {
    expect(logDestination(text)).toMatchObject({ vendor, countries: countries.split(' ') });
  });

  it('names the part that decided', () => {
    expect(logDestination('http-intake.logs.datadoghq.eu')?.marker).toBe('datadoghq.eu');
    expect(logDestination('logs.eu-west-1.amazonaws.com')?.marker).toBe('eu-west-1');
    expect(logDestination('https://westeurope-5.in.applicationinsights.azure.com')?.marker).toBe('westeurope');
    expect(logDestination('s1.eu-nbg-2.betterstackdata.com')?.marker).toBe('eu-nbg-2');
  });

  it('marks services that keep other things too', () => {
    expect(logDestination('audit.s3.eu-north-1.amazonaws.com')?.general).toBe(true);
    expect(logDestination('abc.eu-west-1.aws.found.io')?.general).toBe(true);
    expect(logDestination('logs.eu-west-1.amazonaws.com')?.general).toBe(false);
  });
});

describe('a known vendor whose host does not tell the place', () => {
  it.each([
    ['https://in.logs.betterstack.com', 'Better Stack'],
    ['in.logtail.com', 'Better Stack'],
    ['s1.ap-sin-1.betterstackdata.com', 'Better Stack'],
    ['logs-prod-999.grafana.net', 'Grafana Cloud'],
    ['otlp-gateway-prod-ap-southeast-1.grafana.net', 'Grafana Cloud'],
    ['workspace.ods.opinsights.azure.com', 'Azure Monitor'],
    ['mars-1.in.applicationinsights.azure.com', 'Azure Monitor'],
    ['logging.googleapis.com', 'Google Cloud Observability'],
    ['logs.eu-west-9.amazonaws.com', 'Amazon CloudWatch Logs'],
    ['audit.s3.amazonaws.com', 'Amazon S3'],
    // A bucket called `eu` is no region.
    ['eu.s3.amazonaws.com', 'Amazon S3'],
    ['http-inputs-acme.splunkcloud.com', 'Splunk Cloud Platform'],
    ['abc123.live.dynatrace.com', 'Dynatrace'],
    ['logs.collector.ap-01.cloud.solarwinds.com', 'SolarWinds Observability'],
    // Sites that came after the table: never the default site.
    ['http-intake.logs.br1.datadoghq.com', 'Datadog'],
    ['endpoint1.collection.br.sumologic.com', 'Sumo Logic'],
    ['ingress.eu9.coralogix.com', 'Coralogix'],
    ['o1.ingest.jp.sentry.io', 'Sentry'],
    ['log-api.in.newrelic.com', 'New Relic'],
  ])('%s -> %s', (text, vendor) => {
    const found = logDestination(text);
    expect(found?.vendor).toBe(vendor);
    expect(found?.countries).toBeUndefined();
  });
});

describe('no log vendor', () => {
  it.each([
    'https://eu.i.posthog.com',
    'api-eu.mixpanel.com',
    'api.segment.io',
    'https://api2.amplitude.com/2/httpapi',
    'https://example.com',
    'localhost:4318',
    'sentry.internal.example.com',
    // A domain is a whole label run: neither a longer name nor a name that only begins with it.
    'https://notdatadoghq.eu',
    'https://datadoghq.eu.example.com',
    'https://example.com/?to=http-intake.logs.datadoghq.eu',
    'https://http-intake.logs.datadoghq.eu@example.com',
    'https://docs.datadoghq.com/logs',
    'https://app.datadoghq.eu/dashboard',
    'https://sentry.io/welcome',
    'https://grafana.com',
    'https://mystack.grafana.net',
    'https://ec2.eu-west-1.amazonaws.com',
    'security@datadoghq.com',
    'constructor',
    '',
    '[::1]:443',
  ])('%s', (text) => {
    expect(logDestination(text)).toBeUndefined();
  });
});

describe('connection strings of Application Insights', () => {
  const key = 'InstrumentationKey=00000000-0000-0000-0000-000000000000';

  it('read the ingestion endpoint', () => {
    const live = 'LiveEndpoint=https://westeurope.livediagnostics.monitor.azure.com/';
    const text = `${key};IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/;${live}`;
    expect(logDestination(text)).toMatchObject({ vendor: 'Azure Monitor', countries: ['NL'], marker: 'westeurope' });
    expect(logDestination('ingestionendpoint = https://eastus-8.in.applicationinsights.azure.com')?.countries).toEqual(['US']);
  });

  it('tell no place without one', () => {
    expect(logDestination(key)).toMatchObject({ vendor: 'Azure Monitor', countries: undefined });
  });
});

describe('datadogSite', () => {
  it.each([
    ['datadoghq.com', 'US'],
    ['datadoghq.eu', 'DE'],
    ['eu', 'DE'],
    ['us', 'US'],
    ['US5', 'US'],
    ['EU1', 'DE'],
    ['ap1.datadoghq.com', 'JP'],
    ['AP2', 'AU'],
    ['US1-FED', 'US'],
    ['https://api.datadoghq.eu', 'DE'],
  ])('%s -> %s', (site, country) => {
    expect(datadogSite(site)).toMatchObject({ vendor: 'Datadog', countries: [country] });
  });

  it('leaves a site it does not know open, and what is no site alone', () => {
    expect(datadogSite('br1.datadoghq.com')).toMatchObject({ vendor: 'Datadog', countries: undefined });
    expect(datadogSite('eu1.coralogix.com')).toBeUndefined();
    expect(datadogSite('staging')).toBeUndefined();
    expect(datadogSite('constructor')).toBeUndefined();
  });
});

describe('the table', () => {
  const rows = VENDOR_HOSTS.flatMap((block) => Object.entries(block.hosts).map(([domain, codes]) => ({ ...block, domain, codes })));

  it('has every domain once, in lower case, with a source and a date', () => {
    const domains = rows.map((row) => row.domain);
    expect(domains.filter((domain, at) => domains.indexOf(domain) !== at || domain !== domain.toLowerCase())).toEqual([]);
    for (const block of VENDOR_HOSTS) {
      expect(block.source.length).toBeGreaterThan(20);
      expect(block.checkedOn).toMatch(/^20\d\d-\d\d$/);
    }
  });

  it('has valid country codes only', () => {
    const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
    const codes = rows.flatMap((row) => (row.codes === '' ? [] : row.codes.split(' ')));
    expect(codes.filter((code) => names.of(code) === undefined || new Intl.Locale(`und-${code}`).region !== code)).toEqual([]);
  });

  it('finds every domain of its own, and hosts below it', () => {
    for (const { domain, vendor, codes } of rows) {
      const countries = codes === '' ? undefined : codes.split(' ');
      expect(logDestination(domain), domain).toMatchObject({ vendor, countries });
      expect(logDestination(`intake.${domain}`), domain).toMatchObject({ vendor, countries });
    }
  });
});
