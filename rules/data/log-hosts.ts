/** Which log, trace or crash vendor a host belongs to, and in which country it takes the data. Reads text only; nothing is fetched. */

import { cloudLogHost } from './cloud-log-hosts.ts';
import { DATADOG_SITES, VENDOR_HOSTS } from './log-host-table.ts';

export interface LogDestination {
  readonly vendor: string;
  /** ISO 3166-1 alpha-2 codes (or `EU`), never empty; undefined when the vendor is known and the host does not tell the place. */
  readonly countries: readonly string[] | undefined;
  /** The part of the host that decided, for the message: `datadoghq.eu`, `eu-central-1`. */
  readonly marker: string;
  /** The host also serves other purposes (object storage, search, streams): that logs go there is for the use to show. */
  readonly general: boolean;
}

interface Row {
  readonly vendor: string;
  readonly countries: readonly string[] | undefined;
}

const ROWS: ReadonlyMap<string, Row> = new Map(
  VENDOR_HOSTS.flatMap(({ vendor, hosts }) =>
    Object.entries(hosts).map(([domain, codes]): [string, Row] => [domain, { vendor, countries: codeList(codes) }]),
  ),
);

/** First labels under which vendors serve pages, not intake. An exact row of the table goes before this. */
const PAGES: ReadonlySet<string> = new Set([
  'app',
  'apps',
  'blog',
  'console',
  'community',
  'dashboard',
  'developer',
  'developers',
  'docs',
  'help',
  'learn',
  'login',
  'one',
  'status',
  'support',
  'ui',
  'www',
]);

/** A site or deployment code: `eu`, `us3`, `jp0`, `eu01`. */
const SITE_CODE = /^[a-z]{2}\d{0,2}$/;

/** Names of Datadog sites as documentation, enums and the old `datacenter` option write them. */
const DATADOG_NAMES: Readonly<Record<string, string>> = {
  us: 'datadoghq.com',
  us1: 'datadoghq.com',
  us3: 'us3.datadoghq.com',
  us5: 'us5.datadoghq.com',
  eu: 'datadoghq.eu',
  eu1: 'datadoghq.eu',
  ap1: 'ap1.datadoghq.com',
  ap2: 'ap2.datadoghq.com',
  uk1: 'uk1.datadoghq.com',
  'us1-fed': 'ddog-gov.com',
  'us2-fed': 'us2.ddog-gov.com',
};

/**
 * @param hostOrUrl a host, a URL (scheme, port, path and user info may be there or not), a Sentry DSN, or an Application Insights
 * connection string.
 * @returns undefined when it is no known log vendor's intake.
 */
export function logDestination(hostOrUrl: string): LogDestination | undefined {
  const text = hostOrUrl.trim();
  if (/(?:^|;)\s*InstrumentationKey\s*=/i.test(text) || /(?:^|;)\s*IngestionEndpoint\s*=/i.test(text)) return connectionString(text);
  const { host, user } = splitUrl(text);
  if (host === '') return undefined;
  if (/(?:^|\.)ingest\.[a-z0-9]+\.sentry\.io$/.test(host) && tableHost(host) === undefined) {
    return { vendor: 'Sentry', countries: undefined, marker: 'sentry.io', general: false };
  }
  // Old DSNs name the apex, which is otherwise the vendor's website: only the key in front tells the two apart.
  if (host === 'sentry.io' && user !== '') return { vendor: 'Sentry', countries: ['US'], marker: host, general: false };
  const cloud = cloudLogHost(host);
  return cloud?.countries === undefined ? (tableHost(host) ?? cloud) : cloud;
}

/** @param site a Datadog `site`, a site name (`US3`, `EU1`), or the legacy `datacenter` (`us`, `eu`). */
export function datadogSite(site: string): LogDestination | undefined {
  const written = site.trim().toLowerCase();
  const domain = Object.hasOwn(DATADOG_NAMES, written) ? DATADOG_NAMES[written]! : splitUrl(written).host;
  if (Object.hasOwn(DATADOG_SITES, domain)) {
    return { vendor: 'Datadog', countries: codeList(DATADOG_SITES[domain]!), marker: domain, general: false };
  }
  const found = tableHost(domain);
  return found?.vendor === 'Datadog' ? found : undefined;
}

function tableHost(host: string): LogDestination | undefined {
  const labels = host.split('.');
  for (let at = 0; at < labels.length - 1; at++) {
    const domain = labels.slice(at).join('.');
    const row = ROWS.get(domain);
    if (row === undefined) continue;
    if (at > 0 && PAGES.has(labels[0]!)) return undefined;
    const knownPlace = at === 0 || !SITE_CODE.test(labels[at - 1]!);
    return { vendor: row.vendor, countries: knownPlace ? row.countries : undefined, marker: domain, general: false };
  }
  return undefined;
}

/** `Key=value;…` as Application Insights writes it; without an ingestion endpoint the data goes to the global one. */
function connectionString(text: string): LogDestination {
  for (const part of text.split(';')) {
    const at = part.indexOf('=');
    if (part.slice(0, at).trim().toLowerCase() !== 'ingestionendpoint') continue;
    const found = cloudLogHost(splitUrl(part.slice(at + 1).trim()).host);
    if (found !== undefined) return found;
  }
  return { vendor: 'Azure Monitor', countries: undefined, marker: 'InstrumentationKey', general: false };
}

/** The lower-case host of a URL or bare host, and the user info before it; both may be ''. An e-mail address has no host. */
function splitUrl(text: string): { readonly host: string; readonly user: string } {
  const bare = text.replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\//i, '');
  const authority = bare.split(/[/?#\\\s]/, 1)[0]!;
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? '' : authority.slice(0, at);
  if (bare === text && user !== '' && !user.includes(':')) return { host: '', user };
  const host = authority
    .slice(at + 1)
    .replace(/:\d*$/, '')
    .replace(/\.$/, '')
    .toLowerCase();
  // 253 is the longest name DNS allows; the patterns need not look at more.
  return { host: host.length > 253 ? '' : host, user };
}

function codeList(codes: string): readonly string[] | undefined {
  return codes === '' ? undefined : codes.split(' ');
}
