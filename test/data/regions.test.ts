/** The region table against frozen lists of the providers' own names, and the reading of names. */

import { describe, expect, it } from 'vitest';
import { countryName } from '../../rules/data/countries.ts';
import table from '../../rules/data/regions.json' with { type: 'json' };
import { type CloudProvider, countryOf, guessProvider, isPlaceless, TABLE_DATE } from '../../rules/data/regions.ts';
import aws from './aws-regions.json' with { type: 'json' };
import azure from './azure-regions.json' with { type: 'json' };
import gcp from './gcp-regions.json' with { type: 'json' };

const PROVIDERS: readonly CloudProvider[] = ['aws', 'gcp', 'azure'];
const groups = PROVIDERS.flatMap((provider) => table[provider].map((group) => ({ provider, ...group })));

/** A code that ISO has in use today: it has a name, and is not an alias of a newer code. */
function isCountry(code: string): boolean {
  const name = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' }).of(code);
  return /^[A-Z]{2}$/.test(code) && name !== undefined && code !== 'ZZ' && new Intl.Locale(`und-${code}`).region === code;
}

describe('the table', () => {
  it('is dated, and every group names its source', () => {
    expect(TABLE_DATE).toMatch(/^20\d\d-\d\d$/);
    for (const group of groups) {
      expect(group.source.length).toBeGreaterThan(20);
      expect(group.checkedOn).toMatch(/^20\d\d-\d\d$/);
    }
  });

  it('has no id twice within a provider', () => {
    for (const provider of PROVIDERS) {
      const ids = table[provider].flatMap((group) => group.places.flatMap((place) => place.ids));
      expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    }
  });

  it('has valid, sorted country codes only', () => {
    for (const { places } of groups) {
      for (const place of places) {
        expect(place.in.filter((code) => !isCountry(code))).toEqual([]);
        expect(place.in).toEqual([...place.in].sort());
      }
    }
    expect(['UK', 'ZZ', 'XQ', 'us', 'DD'].filter(isCountry)).toEqual([]);
  });

  it.each([
    ['aws', aws],
    ['gcp', gcp],
    ['azure', azure],
  ] as const)('knows every region of the frozen lists of %s', (provider, { sources }) => {
    for (const { source, ids } of sources) {
      expect(ids.length, source).toBeGreaterThan(40);
      expect(
        ids.filter((id) => countryOf(provider, id) === undefined && !isPlaceless(provider, id)),
        source,
      ).toEqual([]);
    }
  });

  it('reads the display name of every Azure region as its id', () => {
    const [list] = azure.sources;
    for (const [at, id] of list!.ids.entries()) {
      expect(countryOf('azure', list!.displayNames[at]!), id).toEqual(countryOf('azure', id));
    }
  });
});

describe('countryOf', () => {
  it.each<[CloudProvider, string, string]>([
    ['aws', 'us-east-1', 'US'],
    ['aws', 'us-gov-west-1', 'US'],
    ['aws', 'eu-west-1', 'IE'],
    ['aws', 'eu-west-1a', 'IE'],
    ['aws', 'EU-WEST-2', 'GB'],
    ['aws', 'EU_CENTRAL_1', 'DE'],
    ['aws', 'EU', 'IE'],
    ['aws', 'cn-northwest-1', 'CN'],
    ['aws', 'mx-central-1', 'MX'],
    ['aws', 'ap-southeast-5', 'MY'],
    ['aws', 'ap-southeast-6', 'NZ'],
    ['aws', 'ap-southeast-7', 'TH'],
    ['aws', 'ap-east-2', 'TW'],
    ['aws', 'eusc-de-east-1', 'DE'],
    ['gcp', 'us-central1', 'US'],
    ['gcp', 'europe-west1-b', 'BE'],
    ['gcp', 'US', 'US'],
    ['gcp', 'NAM4', 'US'],
    ['gcp', 'EU', 'EU'],
    ['gcp', 'eur4', 'FI NL'],
    ['gcp', 'ASIA1', 'JP'],
    ['azure', 'westeurope', 'NL'],
    ['azure', 'West Europe', 'NL'],
    ['azure', '(Europe) North Europe', 'IE'],
    ['azure', 'westeurope-az2', 'NL'],
    ['azure', 'East US 2', 'US'],
    ['azure', 'usgovvirginia', 'US'],
    ['azure', 'Europe', 'IE NL'],
    ['azure', 'United Kingdom', 'GB'],
  ])('%s %s -> %s', (provider, region, countries) => {
    expect(countryOf(provider, region)?.countries).toEqual(countries.split(' '));
  });

  it.each<[CloudProvider, string]>([
    ['aws', 'eu-west-9'],
    ['aws', 'westeurope'],
    ['aws', 'us-east1'],
    ['aws', ''],
    ['aws', 'constructor'],
    // A local zone of us-east-1 in Buenos Aires: the region's country would be wrong.
    ['aws', 'us-east-1-bue-1a'],
    ['aws', 'aws-global'],
    ['gcp', 'global'],
    ['gcp', 'us-east-1'],
    ['gcp', 'europe-west99'],
    ['azure', 'global'],
    ['azure', 'eastus9'],
  ])('%s %s is unknown', (provider, region) => {
    expect(countryOf(provider, region)).toBeUndefined();
  });

  it('tells a name without a place from a name it has never seen', () => {
    expect(isPlaceless('gcp', 'global')).toBe(true);
    expect(isPlaceless('aws', 'eu-isoe-west-1')).toBe(true);
    expect(isPlaceless('gcp', 'europe-west99')).toBe(false);
    expect(isPlaceless('aws', 'us-east-1')).toBe(false);
  });
});

describe('guessProvider', () => {
  it.each<[string, CloudProvider | undefined]>([
    ['eu-west-1', 'aws'],
    ['eu-west-1b', 'aws'],
    ['eu-west-9', 'aws'],
    ['europe-west3', 'gcp'],
    ['us-east1-c', 'gcp'],
    ['europe-west99', 'gcp'],
    ['North Europe', 'azure'],
    ['eastus', 'azure'],
    ['us', undefined],
    ['global', undefined],
    ['production', undefined],
    ['ir-thr-at1', undefined],
  ])('%s -> %s', (region, provider) => {
    expect(guessProvider(region)).toBe(provider);
  });
});

describe('countryName', () => {
  it('speaks both languages', () => {
    expect(countryName('US', 'en')).toBe('United States');
    expect(countryName('de', 'ja')).toBe('ドイツ');
    expect(countryName('KP', 'ja')).toBe('北朝鮮');
    expect(countryName('EU', 'en')).toBe('European Union');
  });

  it('gives back what names nothing', () => {
    expect(countryName('XQ', 'en')).toBe('XQ');
    expect(countryName('not a code', 'ja')).toBe('not a code');
  });
});
