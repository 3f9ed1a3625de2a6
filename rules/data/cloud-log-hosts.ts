/** Log and trace hosts whose name carries a cloud region: read the region, ask the region table. */

import { type CloudProvider, countryOf } from './regions.ts';

/** What a host says of itself. `countries` undefined: the vendor is known, the place is not. */
export interface CloudLogHost {
  readonly vendor: string;
  readonly countries: readonly string[] | undefined;
  /** The part of the host that decided: the region, else the domain. */
  readonly marker: string;
  /** The service keeps other things than logs too, so that only the use of the host can tell. */
  readonly general: boolean;
}

/** The service label of AWS hosts (`<service>.<region>.amazonaws.com`) to our name for it. */
const AWS_SERVICES: Readonly<Record<string, string>> = {
  logs: 'Amazon CloudWatch Logs',
  rum: 'Amazon CloudWatch RUM',
  xray: 'AWS X-Ray',
  firehose: 'Amazon Data Firehose',
  s3: 'Amazon S3',
  es: 'Amazon OpenSearch Service',
  aoss: 'Amazon OpenSearch Serverless',
};
const AWS_GENERAL: ReadonlySet<string> = new Set(['s3', 'es', 'aoss', 'firehose']);
const AWS_DOMAIN = /^(.+)\.(amazonaws\.com|amazonaws\.com\.cn|amazonaws\.eu|api\.aws)$/;

/** Hosts with the region as one label in front of a fixed tail. */
interface RegionLabel {
  readonly vendor: string;
  /** Group 1 is the region. */
  readonly host: RegExp;
  readonly provider: CloudProvider;
  readonly domain: string;
  readonly general?: true;
}

const REGION_LABELS: readonly RegionLabel[] = [
  // Application Insights and data collection endpoints number their stamps: `westeurope-5`.
  azure(/(?:^|\.)([a-z0-9]+)-\d+\.in\.applicationinsights\.azure\.(?:com|us|cn)$/, 'in.applicationinsights.azure.com'),
  azure(/(?:^|\.)([a-z0-9]+)-\d+\.ingest\.monitor\.azure\.(?:com|us|cn)$/, 'ingest.monitor.azure.com'),
  azure(/(?:^|\.)([a-z0-9]+)\.livediagnostics\.monitor\.azure\.(?:com|us|cn)$/, 'livediagnostics.monitor.azure.com'),
  {
    vendor: 'Google Cloud Observability',
    host: /(?:^|\.)(?:logging|cloudtrace|telemetry)\.([a-z0-9-]+)\.rep\.googleapis\.com$/,
    provider: 'gcp',
    domain: 'rep.googleapis.com',
  },
  elastic('aws', /(?:^|\.)([a-z0-9-]+)\.aws\.(?:found\.io|elastic-cloud\.com|elastic\.cloud)$/, 'found.io'),
  elastic('gcp', /(?:^|\.)([a-z0-9-]+)\.gcp\.(?:cloud\.es\.io|elastic-cloud\.com|elastic\.cloud)$/, 'cloud.es.io'),
  elastic('azure', /(?:^|\.)([a-z0-9]+)\.azure\.(?:elastic-cloud\.com|elastic\.cloud)$/, 'elastic-cloud.com'),
  { vendor: 'Axiom', host: /(?:^|\.)([a-z0-9-]+)\.aws\.edge\.axiom\.co$/, provider: 'aws', domain: 'edge.axiom.co' },
  ...(['aws', 'gcp', 'azure'] as const).flatMap((provider): RegionLabel[] => [
    { vendor: 'Dash0', host: new RegExp(`(?:^|\\.)([a-z0-9-]+)\\.${provider}\\.dash0\\.com$`), provider, domain: 'dash0.com' },
    // Regions of Grafana Cloud made since 2026-01-15 say where they are: `<host>.<provider>-<region>-<counter>.grafana.net`.
    { vendor: 'Grafana Cloud', host: new RegExp(`\\.${provider}-([a-z0-9-]+)-\\d+\\.grafana\\.net$`), provider, domain: 'grafana.net' },
  ]),
];

/**
 * Older hosts of Grafana Cloud name their region (`logs-prod-eu-west-0`, `tempo-prod-01-prod-us-east-0`); `ap`, `sa` and `me` span
 * countries, so they tell none. Group 1 is the area.
 */
const GRAFANA_INTAKE = new RegExp(
  [
    /^(?:logs|otlp-gateway|faro-collector|tempo|profiles)-(?:[a-z0-9-]+-)?/,
    /prod-?(?:([a-z]{2})-)?[a-z0-9-]*(?:\.[a-z0-9-]+)?\.grafana\.net$/,
  ]
    .map((part) => part.source)
    .join(''),
);
const GRAFANA_AREAS: Readonly<Record<string, string>> = { us: 'US', eu: 'EU', gb: 'GB', au: 'AU', ca: 'CA' };

/** Better Stack names its clusters after the city or coast: nbg and fsn are Nuremberg and Falkenstein. */
const BETTER_STACK = /\.((?:eu-(?:nbg|fsn)|us-(?:east|west))-\d+)\.betterstackdata\.com$/;

/** @param host lower-case host name, no port. @returns undefined when it is none of these services. */
export function cloudLogHost(host: string): CloudLogHost | undefined {
  return awsHost(host) ?? regionLabelHost(host) ?? grafanaHost(host) ?? betterStackHost(host);
}

function awsHost(host: string): CloudLogHost | undefined {
  const match = AWS_DOMAIN.exec(host);
  if (match === null) return undefined;
  // Old S3 hosts join the two: `s3-eu-west-1`; endpoints for FIPS carry `-fips` on the service.
  const labels = match[1]!
    .replace(/(^|\.)s3-(?=[a-z]+(?:-[a-z]+)+-\d)/, '$1s3.')
    .split('.')
    .map((label) => label.replace(/-fips$/, ''));
  // The service stands next to the region, near the end; what stands in front (a bucket, say) may be called anything.
  const service = labels.slice(-3).findLast((label) => Object.hasOwn(AWS_SERVICES, label));
  if (service === undefined) return undefined;
  const region = labels.slice(-3).findLast((label) => /-\d$/.test(label) && countryOf('aws', label) !== undefined);
  return {
    vendor: AWS_SERVICES[service]!,
    countries: region === undefined ? undefined : countryOf('aws', region)?.countries,
    marker: region ?? `${service}.${match[2]!}`,
    general: AWS_GENERAL.has(service),
  };
}

function regionLabelHost(host: string): CloudLogHost | undefined {
  for (const row of REGION_LABELS) {
    const region = row.host.exec(host)?.[1];
    if (region === undefined) continue;
    const countries = countryOf(row.provider, region)?.countries;
    return { vendor: row.vendor, countries, marker: countries === undefined ? row.domain : region, general: row.general === true };
  }
  return undefined;
}

function grafanaHost(host: string): CloudLogHost | undefined {
  const match = GRAFANA_INTAKE.exec(host);
  if (match === null) return undefined;
  const area = match[1] === undefined ? undefined : GRAFANA_AREAS[match[1]];
  if (area === undefined) return { vendor: 'Grafana Cloud', countries: undefined, marker: 'grafana.net', general: false };
  return { vendor: 'Grafana Cloud', countries: [area], marker: host.split('.')[0]!, general: false };
}

function betterStackHost(host: string): CloudLogHost | undefined {
  const cluster = BETTER_STACK.exec(host)?.[1];
  if (cluster === undefined) return undefined;
  return { vendor: 'Better Stack', countries: [cluster.startsWith('us-') ? 'US' : 'DE'], marker: cluster, general: false };
}

function azure(host: RegExp, domain: string): RegionLabel {
  return { vendor: 'Azure Monitor', host, provider: 'azure', domain };
}

function elastic(provider: CloudProvider, host: RegExp, domain: string): RegionLabel {
  return { vendor: 'Elastic Cloud', host, provider, domain, general: true };
}
