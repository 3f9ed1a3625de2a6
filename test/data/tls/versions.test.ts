/** Spellings of versions, and what follows from Node's options where a handshake cannot tell more than arithmetic. */
import { describe, expect, it } from 'vitest';
import { isBelow, lowestNamed, nodeVersions, parseTlsVersion, secureProtocolVersions } from '../../../rules/data/tls/versions.ts';

describe('a version', () => {
  it.each([
    [
      '1.0',
      [
        'TLSv1',
        'TLSv1.0',
        'TLSv1_0',
        'TLS_1_0',
        'TLS1_0',
        'TLS1.0',
        'TLS 1.0',
        'TLS10',
        'Tls1_0',
        'tls1',
        'TLS_VERSION_1_0',
        '1.0',
        'v1.0',
        '>=1.0',
      ],
    ],
    ['1.1', ['TLSv1.1', 'TLSv1_1', 'TLS_1_1', 'TLS1_1', 'tlsv1.1', 'TLSv11', '1.1']],
    [
      '1.2',
      [
        'TLSv1.2',
        'TLSv1_2',
        'TLS_1_2',
        'TLS1_2',
        'TLS12',
        'Tls12',
        'TLSV1_2',
        'tls-1.2',
        'TLS 1.2',
        'TLS_VERSION_1_2',
        'TLS-1-2',
        '1.2',
        'TLSv1.2+',
        ' TLSv1.2 ',
      ],
    ],
    ['1.3', ['TLSv1.3', 'TLS_1_3', 'TLS13', '1.3']],
    ['ssl3', ['SSLv3', 'SSLV3', 'ssl3', 'SSLv3.0', 'SSL_3', 'SSL 3.0']],
    ['ssl2', ['SSLv2', 'ssl2']],
  ] as const)('%s is written in many ways', (version, texts) => {
    expect(texts.map(parseTlsVersion)).toEqual(texts.map(() => version));
  });

  it.each([
    '',
    'TLS',
    'TLSv2',
    'TLSv1.4',
    '1',
    '2',
    '12',
    '1.20',
    '10.2',
    'TLSv1.2_2021',
    'TLSv1_2_method',
    'TLS_AES_128_GCM_SHA256',
    'SSLv23',
    'None',
    'latest',
    'v1',
  ])('%j is none', (text) => {
    expect(parseTlsVersion(text)).toBeUndefined();
  });

  it('is the weakest of a list, if all of it can be read', () => {
    expect(lowestNamed(['TLSv1.2', 'TLSv1', 'TLSv1.3'])).toBe('1.0');
    expect(lowestNamed(['TLSv1.2', 'SSLv3'])).toBe('ssl3');
    expect(lowestNamed(['TLSv1.2', 'newest'])).toBeUndefined();
    expect(lowestNamed([])).toBeUndefined();
    expect([isBelow('ssl3', '1.0'), isBelow('1.2', '1.2'), isBelow('1.3', '1.2')]).toEqual([true, false, false]);
  });
});

describe('Node options', () => {
  it('state a floor that the security level hides', () => {
    expect(nodeVersions({ minVersion: 'TLSv1' })).toEqual({ stated: ['1.0', '1.1', '1.2', '1.3'], negotiable: ['1.2', '1.3'] });
    expect(nodeVersions({ minVersion: 'TLSv1', securityLevel: 0 })?.negotiable).toEqual(['1.0', '1.1', '1.2', '1.3']);
    expect(nodeVersions({ secureProtocol: 'TLS_method' })?.stated[0]).toBe('1.0');
    expect(nodeVersions({ secureProtocol: 'SSLv23_client_method' })?.stated).toEqual(['1.2']);
  });

  it('may leave nothing', () => {
    expect(nodeVersions({ maxVersion: 'TLSv1.1' })).toEqual({ stated: [], negotiable: [] });
  });

  it('are refused where Node throws', () => {
    expect(nodeVersions({ minVersion: 'TLS_1_2' })).toBeUndefined();
    expect(secureProtocolVersions('SSLv3_method')).toBeUndefined();
    expect(secureProtocolVersions('tlsv1_2_method')).toBeUndefined();
  });
});
