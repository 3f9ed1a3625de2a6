/** Cloud region names to countries. The table is `regions.json`; this file only reads names. */

import table from './regions.json' with { type: 'json' };

export type CloudProvider = 'aws' | 'gcp' | 'azure';

/** Where a region keeps its data. */
export interface RegionPlace {
  /**
   * ISO 3166-1 alpha-2 codes in code-unit order, never empty: the data may lie in any of them. `EU` stands for "some member state"
   * where the provider promises no more than that.
   */
  readonly countries: readonly string[];
}

/** Year and month in which the table was last held against its sources. */
export const TABLE_DATE: string = table.checkedOn;

const PROVIDERS: readonly CloudProvider[] = ['aws', 'gcp', 'azure'];

/** Provider to region id to place; a place of no countries is a name that the provider uses and that tells no country. */
const PLACES: Readonly<Record<CloudProvider, ReadonlyMap<string, RegionPlace>>> = {
  aws: read('aws'),
  gcp: read('gcp'),
  azure: read('azure'),
};

function read(provider: CloudProvider): ReadonlyMap<string, RegionPlace> {
  const places = new Map<string, RegionPlace>();
  for (const group of table[provider]) {
    for (const place of group.places) {
      for (const id of place.ids) places.set(id, { countries: place.in });
    }
  }
  return places;
}

/**
 * The countries of a region, multi-region or availability zone, in any letter case. Azure names may have spaces ("West Europe").
 * @returns undefined when the name is not in the table or tells no country (`global`): the place is then unknown, never fine.
 */
export function countryOf(provider: CloudProvider, region: string): RegionPlace | undefined {
  const place = lookUp(provider, region);
  return place === undefined || place.countries.length === 0 ? undefined : place;
}

/** The first region of the table that lies in these countries alone. */
export function firstRegionIn(provider: CloudProvider, countries: readonly string[]): string | undefined {
  for (const [id, place] of PLACES[provider])
    if (place.countries.length > 0 && place.countries.every((one) => countries.includes(one))) return id;
  return undefined;
}

/** Whether the provider uses this name, and it tells no country: `global`, `aws-global`, a region whose place is not published. */
export function isPlaceless(provider: CloudProvider, region: string): boolean {
  return lookUp(provider, region)?.countries.length === 0;
}

/**
 * Whose region a bare name is: the only provider that has it, else the only one whose names look like it.
 * @returns undefined when several have it (`us`, `global`) or it looks like nobody's.
 */
export function guessProvider(region: string): CloudProvider | undefined {
  const owners = PROVIDERS.filter((provider) => lookUp(provider, region) !== undefined);
  if (owners.length > 0) return owners.length === 1 ? owners[0] : undefined;
  const id = dashed(region);
  if (/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}[a-z]?$/.test(id)) return 'aws';
  if (/^[a-z]+-[a-z]+\d{1,2}(-[a-z])?$/.test(id)) return 'gcp';
  return undefined;
}

function lookUp(provider: CloudProvider, region: string): RegionPlace | undefined {
  const places = PLACES[provider];
  for (const id of spellings(provider, region)) {
    const place = places.get(id);
    if (place !== undefined) return place;
  }
  return undefined;
}

/** The table ids a written name may stand for: itself, then the region of the zone it may be. */
function spellings(provider: CloudProvider, region: string): readonly string[] {
  if (provider === 'azure') {
    // Display names carry their continent in front: "(Europe) West Europe". A physical zone is written `westeurope-az1`.
    const name = region
      .trim()
      .toLowerCase()
      .replace(/^\([^)]*\)\s*/, '')
      .replace(/-az\d$/, '');
    return [name.replace(/[\s_()-]/g, '')];
  }
  const id = dashed(region);
  // A local zone (`us-east-1-bue-1a`) may lie in another country than its region, so only a plain zone letter is taken off.
  return [id, provider === 'aws' ? id.replace(/^([a-z]{2,4}(?:-[a-z]+)+-\d{1,2})[a-z]$/, '$1') : id.replace(/-[a-z]$/, '')];
}

/** Lower case with dashes: constants of SDKs write `EU_WEST_1`. */
function dashed(region: string): string {
  return region.trim().toLowerCase().replace(/_/g, '-');
}
