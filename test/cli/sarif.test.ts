/** SARIF: what GitHub code scanning demands, what the standard demands, and that the same report gives the same bytes. */
import type { Location, Log, Result, Run } from 'sarif';
import { describe, expect, it } from 'vitest';
import { type SarifOptions, sarif } from '../../cli/reporters/sarif.ts';
import type { PlacedFix } from '../../cli/session.ts';
import type { Report } from '../../engine/workspace/report.ts';
import { contract, pages, sampleReport, wickedPath } from './fixtures.ts';

const options: SarifOptions = {
  version: '0.1.0',
  locale: 'en',
  pages,
  clauses: contract.clauses,
  quiet: false,
  evidence: false,
  waived: true,
  exitCode: 1,
};

function runOf(report: Report = sampleReport(), change: Partial<SarifOptions> = {}): Run {
  const log = JSON.parse(sarif(report, { ...options, ...change })) as Log;
  expect(log.version).toBe('2.1.0');
  expect(log.$schema).toBe('https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json');
  expect(log.runs).toHaveLength(1);
  return log.runs[0] as Run;
}

/** Every string of a JSON value. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

const locationsOf = (result: Result): Location[] => [
  ...(result.locations ?? []),
  ...(result.relatedLocations ?? []),
  ...(result.codeFlows ?? []).flatMap((flow) =>
    flow.threadFlows.flatMap((thread) => thread.locations.flatMap((step) => step.location ?? [])),
  ),
];

describe.each(['en', 'ja'] as const)('what GitHub demands (%s)', (locale) => {
  const run = runOf(sampleReport(), { locale, evidence: true });
  const rules = run.tool.driver.rules ?? [];
  const results = run.results ?? [];

  it('names the tool and describes every rule within the limits', () => {
    expect(run.tool.driver.name).toBe('Clauselint');
    expect(run.tool.driver.semanticVersion).toBe('0.1.0');
    expect(rules.length).toBe(3);
    for (const rule of rules) {
      for (const text of [rule.shortDescription?.text, rule.fullDescription?.text]) {
        expect(text).toBeTruthy();
        expect(text?.length).toBeLessThanOrEqual(1024);
      }
      expect(rule.help?.text).toBeTruthy();
      expect(rule.help?.markdown).toBeTruthy();
      expect(rule.name).toMatch(/^[A-Z][A-Za-z0-9]*$/);
      expect(['error', 'warning', 'note']).toContain(rule.defaultConfiguration?.level);
      const { tags, precision, 'security-severity': severity } = rule.properties ?? {};
      expect(tags?.length).toBeLessThanOrEqual(20);
      expect(tags).toContain('security');
      expect(precision).toBe('high');
      expect(severity).toMatch(/^\d\.\d$/);
    }
  });

  it('gives every result a message, a place and a rule of the list', () => {
    expect(results.length).toBe(5);
    for (const result of results) {
      expect(result.message.text).toBeTruthy();
      expect(result.locations).toHaveLength(1);
      if (result.ruleIndex !== undefined) expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
      else expect(rules.some((rule) => rule.id === result.ruleId)).toBe(false);
    }
  });

  it('has only relative, percent-encoded places with whole regions', () => {
    for (const location of results.flatMap(locationsOf)) {
      const { artifactLocation, region } = location.physicalLocation ?? {};
      expect(artifactLocation?.uriBaseId).toBe('SRCROOT');
      expect(artifactLocation?.uri).toMatch(/^(?!\/)[A-Za-z0-9\-._~!*'()%/]+$/);
      for (const name of ['startLine', 'startColumn', 'endLine', 'endColumn'] as const) expect(region?.[name]).toBeGreaterThanOrEqual(1);
      expect(region?.charOffset).toBeGreaterThanOrEqual(0);
      expect(region?.charLength).toBe((region?.endColumn ?? 0) - (region?.startColumn ?? 0));
    }
  });

  it('has no empty string, no absolute path, no time', () => {
    const all = strings(run);
    expect(all.filter((text) => text === '')).toEqual([]);
    expect(all.filter((text) => /^(?:\/|file:|[A-Za-z]:\\)/.test(text))).toEqual([]);
    expect(JSON.stringify(run)).not.toMatch(/Utc"|\d{4}-\d\d-\d\d/);
  });
});

describe('results', () => {
  const run = runOf();
  const [tls, , cipher] = run.results as [Result, Result, Result];

  it('say what, why and what to do, and link to the decision', () => {
    expect(tls.message.text).toBe(
      'The server accepts TLS 1.0. Customer data in transit is promised TLS 1.2 or later. Set minVersion to "TLSv1.2". ' +
        'See [src/config.ts:1:22](1): the constant is "TLSv1".',
    );
    expect(tls).toMatchObject({ kind: 'fail', level: 'error', partialFingerprints: { 'clauselint/v1': '00ff00ff00ff00ff' } });
    expect(runOf(sampleReport(), { locale: 'ja' }).results?.[0]?.message.text).toMatch(/^サーバーが TLS 1\.0 を受け付けます。転送中/);
  });

  it('do not let a message smuggle in a link', () => {
    expect(cipher.message.text).toContain('See \\[here](https://example.com).');
  });

  it('flow from the decision to the finding', () => {
    const steps = tls.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    expect(steps.map((step) => step.location?.physicalLocation?.artifactLocation?.uri)).toEqual([
      'src/config.ts',
      'src/options.ts',
      'src/server.ts',
    ]);
    expect(steps.map((step) => step.executionOrder)).toEqual([1, 2, 3]);
    expect(tls.relatedLocations?.map((one) => [one.id, one.physicalLocation?.artifactLocation?.uri])).toEqual([
      [1, 'src/config.ts'],
      [2, 'src/options.ts'],
    ]);
    expect(cipher).not.toHaveProperty('codeFlows');
  });

  it('carry their fixes: what is deleted, what stands there instead, and what is left to do', () => {
    const place = { path: 'src/config.ts', start: 21, end: 28, startLine: 1, startColumn: 22, endLine: 1, endColumn: 29 };
    const at = { ...place, start: 40, end: 45, startLine: 2, startColumn: 3, endLine: 2, endColumn: 8 };
    const fix: PlacedFix = {
      title: { en: 'Require TLS 1.2', ja: 'TLS 1.2 を必須にする' },
      byHand: { en: 'Tell the [partner](x).', ja: '相手に伝えてください。' },
      safe: false,
      path: 'src/config.ts',
      edits: [
        { start: 21, end: 28, text: "'TLSv1.2'" },
        { start: 40, end: 45, text: '' },
      ],
      places: [place, at],
    };
    const fixesOf = (fingerprint: string): readonly PlacedFix[] => (fingerprint === '00ff00ff00ff00ff' ? [fix] : []);
    const [first, ...others] = runOf(sampleReport(), { fixesOf }).results ?? [];
    expect(first?.fixes).toEqual([
      {
        description: { text: 'Require TLS 1.2. Tell the \\[partner](x).' },
        artifactChanges: [
          {
            artifactLocation: { uri: 'src/config.ts', uriBaseId: 'SRCROOT' },
            replacements: [
              {
                deletedRegion: { startLine: 1, startColumn: 22, endLine: 1, endColumn: 29, charOffset: 21, charLength: 7 },
                insertedContent: { text: "'TLSv1.2'" },
              },
              { deletedRegion: { startLine: 2, startColumn: 3, endLine: 2, endColumn: 8, charOffset: 40, charLength: 5 } },
            ],
          },
        ],
        properties: { safe: false },
      },
    ]);
    expect(others.some((one) => one.fixes)).toBe(false);
    expect(runOf(sampleReport(), { fixesOf, locale: 'ja' }).results?.[0]?.fixes?.[0]?.description?.text).toBe(
      'TLS 1.2 を必須にする。相手に伝えてください。',
    );
  });

  it('encode wicked names so that they can be read back', () => {
    expect(decodeURIComponent(cipher.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '')).toBe(wickedPath);
  });

  it('are evidence too, but only when asked', () => {
    expect(run.results?.every((result) => result.kind === 'fail')).toBe(true);
    const more = runOf(sampleReport(), { evidence: true }).results ?? [];
    expect(more.slice(3).map((result) => [result.kind, result.level])).toEqual([
      ['pass', 'none'],
      ['open', 'none'],
    ]);
  });

  it('are errors only with --quiet', () => {
    expect(runOf(sampleReport(), { quiet: true }).results).toHaveLength(1);
  });

  it('know a remark as a note', () => {
    expect(run.results?.[1]?.level).toBe('note');
  });
});

describe('rules, contract and weaknesses', () => {
  const run = runOf();

  it('ties every rule and result to clauses and weaknesses by name and number', () => {
    const taxonomies = run.taxonomies ?? [];
    expect(run.tool.driver.supportedTaxonomies).toEqual(taxonomies.map(({ name }, index) => ({ name, index })));
    for (const rule of run.tool.driver.rules ?? []) {
      for (const { target } of rule.relationships ?? []) {
        const taxonomy = taxonomies[target.toolComponent?.index ?? -1];
        expect(taxonomy?.name).toBe(target.toolComponent?.name);
        expect(taxonomy?.taxa?.some((taxon) => taxon.id === target.id)).toBe(true);
      }
    }
    for (const reference of (run.results ?? []).flatMap((result) => result.taxa ?? [])) {
      expect(taxonomies[0]?.taxa?.[reference.index ?? -1]?.id).toBe(reference.id);
    }
    expect(taxonomies[1]?.taxa?.map((taxon) => taxon.id)).toEqual(['326', '327']);
  });

  it('tags a rule with its clauses and weaknesses', () => {
    const weak = run.tool.driver.rules?.find((rule) => rule.id === 'weak-cipher');
    expect(weak?.properties?.tags).toEqual([
      'security',
      'external/contract/3.E',
      'external/contract/4.E.ii',
      'external/cwe/cwe-327',
      'external/cwe/cwe-326',
    ]);
  });

  it('has every clause in English, and again in Japanese', () => {
    const english = run.taxonomies?.[0];
    const japanese = run.translations?.[0];
    expect(english?.taxa?.map((taxon) => taxon.id)).toEqual(contract.clauses.map((clause) => clause.id));
    expect(japanese?.taxa?.map((taxon) => taxon.id)).toEqual(english?.taxa?.map((taxon) => taxon.id));
    expect([english?.language, japanese?.language]).toEqual(['en', 'ja']);
    expect(japanese?.associatedComponent).toEqual({ name: 'security-exhibit', index: 0 });
    expect(japanese?.taxa?.[1]?.shortDescription?.text).toBe('暗号化');
  });

  it('takes the help from the rule’s page and cuts what is too long', () => {
    const tls = run.tool.driver.rules?.find((rule) => rule.id === 'tls-min-version');
    expect(tls?.fullDescription?.text).toBe('A server or client that agrees to TLS 1.0 breaks the promise. See the RFC.');
    expect(tls?.help?.text).toContain('createServer({ minVersion: "TLSv1" }); // breaks');
    const long = pages.map((page) => ({ ...page, markdown: { en: '😀'.repeat(2000), ja: '' } }));
    const text =
      runOf(sampleReport(), { pages: long }).tool.driver.rules?.find((rule) => rule.id === 'tls-min-version')?.fullDescription?.text ?? '';
    expect(text.length).toBeLessThanOrEqual(1024);
    expect(text).toMatch(/^(?:😀)+…$/u);
  });
});

describe('the run', () => {
  it('counts columns as the analyser does and says its language', () => {
    expect(runOf()).toMatchObject({ columnKind: 'utf16CodeUnits', language: 'en' });
    expect(runOf(sampleReport(), { locale: 'ja' })).toMatchObject({ language: 'ja', tool: { driver: { language: 'ja' } } });
    expect(runOf().originalUriBaseIds).toEqual({ SRCROOT: { description: { text: 'The root of the project.' } } });
  });

  it('tells of every file that was not analysed', () => {
    const report = sampleReport({ incomplete: [...sampleReport().incomplete, { path: 'src/deep.ts', reason: 'crash', detail: 'stack' }] });
    const run = runOf(report, { exitCode: 2 });
    const [invocation] = run.invocations ?? [];
    expect(invocation).toMatchObject({ executionSuccessful: false, exitCode: 2 });
    const told = invocation?.toolExecutionNotifications ?? [];
    expect(told.map((one) => [one.level, one.locations?.[0]?.physicalLocation?.artifactLocation?.uri, one.descriptor?.id])).toEqual([
      ['warning', 'src/broken.ts', 'incomplete/syntax'],
      ['warning', 'src/logo.ts', 'incomplete/binary'],
      ['error', 'src/deep.ts', 'incomplete/crash'],
    ]);
    for (const one of told) expect(run.tool.driver.notifications?.[one.descriptor?.index ?? -1]?.id).toBe(one.descriptor?.id);
    expect(runOf().invocations?.[0]?.executionSuccessful).toBe(true);
  });

  it.each(['en', 'ja'] as const)('describes every reason why a file was not analysed whole, as GitHub asks it of rules (%s)', (locale) => {
    const kinds = runOf(sampleReport(), { locale }).tool.driver.notifications ?? [];
    expect(kinds).toHaveLength(9);
    for (const { shortDescription, fullDescription, help } of kinds) {
      expect(shortDescription?.text).toBeTruthy();
      expect(help?.text).toMatch(locale === 'ja' ? /。$/ : /\.$/);
      expect(fullDescription?.text).toContain(shortDescription?.text);
      expect(fullDescription?.text.endsWith(help?.text ?? '?')).toBe(true);
    }
  });

  it('carries the sums', () => {
    expect(runOf().properties).toMatchObject({
      files: { analysed: 41 },
      tallies: [{ clause: '2', notJudged: true }, { clause: '3.E', kept: 38 }, {}, {}],
    });
  });

  it('gives the same bytes for the same report, in whichever order the rules were registered', () => {
    const report = sampleReport();
    const once = sarif(report, { ...options, evidence: true });
    expect(sarif(sampleReport(), { ...options, evidence: true })).toBe(once);
    expect(sarif({ ...report, rules: [...report.rules].reverse() }, { ...options, evidence: true })).toBe(once);
  });
});
