/** The evaluator of cipher lists against OpenSSL itself: its frozen answers always, the program where there is one of that version. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { evaluateCipherList } from '../../../rules/data/tls/openssl-list.ts';
import { isStrong, isStrongName, SUITES, type Suite, suiteNamed, weakSuites } from '../../../rules/data/tls/suites.ts';
import frozen from './openssl-answers.json' with { type: 'json' };

const answers = frozen.answers as unknown as readonly (readonly [list: string, listed: string | null, negotiable: string | null])[];
const names = (suites: readonly Suite[]): string[] => suites.map(({ openssl }) => openssl);

const sameNames = (suites: readonly Suite[], wanted: readonly string[]): boolean => names(suites).join(':') === wanted.join(':');

/** `3-5 9` → the suites at these positions. */
function thaw(runs: string | null): string[] {
  return (runs ?? '')
    .split(' ')
    .filter(Boolean)
    .flatMap((run) => {
      const [from, to = from] = run.split('-').map(Number) as [number, number?];
      return names(SUITES.slice(from, to + 1));
    });
}

describe('the frozen answers of OpenSSL', () => {
  it('are many, and some of them are refusals', () => {
    expect(answers.length).toBeGreaterThanOrEqual(300);
    expect(answers.filter(([, listed]) => listed === null).length).toBeGreaterThan(20);
  });

  it('are ours, with the same suites in the same order', () => {
    const wrong = answers.flatMap(([list, listed, negotiable]) => {
      const ours = evaluateCipherList(list, { securityLevel: frozen.securityLevel, sharedSecrets: true });
      const same = sameNames(ours.listed, thaw(listed)) && sameNames(ours.suites, thaw(negotiable)) && ours.refused === (listed === null);
      return same ? [] : [{ list, ours: names(ours.listed), theirs: thaw(listed) }];
    });
    expect(wrong).toEqual([]);
  });
});

const version = openssl('version');

describe.runIf(version?.startsWith('OpenSSL 3.0.'))('the program itself', () => {
  it('knows the suites of the table', () => {
    const printed =
      openssl('ciphers', '-stdname', 'ALL:COMPLEMENTOFALL')
        ?.trim()
        .split('\n')
        .map((line) => line.trim().split(/\s+/)) ?? [];
    expect(printed.map(([iana, , name]) => [iana, name]).toSorted()).toEqual(
      SUITES.map(({ iana, openssl: name }) => [iana, name]).toSorted(),
    );
  });

  it('still answers as it did', () => {
    const different = answers.filter(
      ([list, listed]) => JSON.stringify(openssl('ciphers', list)?.trim().split(':') ?? []) !== JSON.stringify(thaw(listed)),
    );
    expect(different.map(([list]) => list)).toEqual([]);
  });
});

function openssl(...args: readonly string[]): string | undefined {
  try {
    return execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}

describe('what a list is asked for', () => {
  it('is what lies below GCM', () => {
    const weak = (list: string): string[] => names(weakSuites(evaluateCipherList(list).suites));
    expect(weak('ECDHE+AESGCM:ECDHE+CHACHA20')).toEqual([]);
    expect(weak('ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA256:!SHA256')).toEqual([]);
    expect(weak('ECDHE-RSA-AES128-GCM-SHA256:AES128-SHA')).toEqual(['AES128-SHA']);
    expect(weak('ECDHE-ECDSA-AES128-CCM:ECDHE-ECDSA-AES128-CCM8')).toEqual(['ECDHE-ECDSA-AES128-CCM8']);
    expect(weak('HIGH:!aNULL').length).toBeGreaterThan(20);
  });

  it('counts what the other end could choose: no anonymous suite above level 0, none with a shared key where there is none', () => {
    expect(evaluateCipherList('ADH:AES128-GCM-SHA256').suites.some(({ au }) => au === 'None')).toBe(false);
    expect(evaluateCipherList('ADH@SECLEVEL=0').suites.some(({ au }) => au === 'None')).toBe(true);
    expect(names(evaluateCipherList('PSK:AES128-GCM-SHA256', { tls13Suites: '' }).suites)).toEqual(['AES128-GCM-SHA256']);
    expect(evaluateCipherList('PSK', { sharedSecrets: true }).suites.length).toBeGreaterThan(3);
  });

  it('tells the words that name nothing, without those that are right and left out of the build', () => {
    const { invalid, refused } = evaluateCipherList('AES128-SHA:FOO:!BAR:RC4:!EXPORT:DES-CBC3-SHA:TLS_AES_128_GCM_SHA256');
    expect(invalid).toEqual(['FOO', 'BAR', 'DES-CBC3-SHA']);
    expect(refused).toBe(false);
  });

  it('takes another meaning of DEFAULT and other suites of TLS 1.3', () => {
    expect(names(evaluateCipherList('DEFAULT', { defaultList: 'AES128-SHA', tls13Suites: 'TLS_AES_128_GCM_SHA256' }).suites)).toEqual([
      'TLS_AES_128_GCM_SHA256',
      'AES128-SHA',
    ]);
  });
});

describe('a suite by its name', () => {
  it('is found under both spellings', () => {
    expect(suiteNamed('TLS_RSA_WITH_AES_128_CBC_SHA')).toBe(suiteNamed('AES128-SHA'));
    expect(suiteNamed('ECDHE_RSA_AES128_GCM_SHA256')).toBe(suiteNamed('ECDHE-RSA-AES128-GCM-SHA256'));
    expect(suiteNamed('aes128-sha')).toBeUndefined();
  });

  it('is strong or not, also outside the table', () => {
    for (const suite of SUITES) {
      expect(isStrongName(suite.iana)).toBe(isStrong(suite));
      expect(isStrongName(suite.openssl)).toBe(isStrong(suite));
    }
    expect(isStrongName('TLS_RSA_WITH_3DES_EDE_CBC_SHA')).toBe(false);
    expect(isStrongName('DES-CBC3-SHA')).toBe(false);
    expect(isStrongName('RC4-MD5')).toBe(false);
    expect(isStrongName('TLS_ECDHE_RSA_WITH_CAMELLIA_128_GCM_SHA256')).toBe(true);
    expect(isStrongName('TLS_AES_128_CCM_SHA256')).toBe(true);
    expect(isStrongName('TLS_AES_128_CCM_8_SHA256')).toBe(false);
    expect(isStrongName('HIGH')).toBeUndefined();
    expect(isStrongName('my-policy')).toBeUndefined();
  });
});
