/** Waivers, applied to findings: when they hide, when they do not, and that nothing is ever lost. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultConfig, loadConfig } from '../../contract/config.ts';
import type { ProjectConfig } from '../../contract/types.ts';
import { applyEdits } from '../../engine/rule/fix.ts';
import { analyse } from '../../engine/workspace/analyse.ts';
import { Workspace } from '../../engine/workspace/incremental.ts';
import type { Report } from '../../engine/workspace/report.ts';
import { today } from '../../host/clock.ts';
import { models, rules } from '../../rules/registry.generated.ts';
import { exhibit, inputOf, projectFiles, type Texts } from '../support/project.ts';

const HEAD = "import { createCipheriv } from 'node:crypto';\n\n";
const BREACH = "export const seal = (key: Buffer, iv: Buffer) => createCipheriv('des-cbc', key, iv);";

function reportOf(texts: Texts, change: { now?: string; config?: ProjectConfig; scope?: (path: string) => boolean } = {}): Report {
  const { config = defaultConfig(), now = '2026-01-15', scope } = change;
  return analyse({ ...inputOf(texts, config), models, rules, now, ...(scope && { scope }) }).report;
}

const waived = (comment: string): Texts => ({ 'a.ts': `${HEAD}// clauselint-waive ${comment}\n${BREACH}\n` });
const told = (report: Report): string[] => report.findings.filter((one) => one.rule === 'overdue-waiver').map((one) => one.message.what.en);
const open = (report: Report): number => report.findings.filter((one) => one.rule === 'weak-cipher').length;

function configured(waiver: object): ProjectConfig {
  const text = `{\n  "waivers": [\n    ${JSON.stringify({ rule: 'weak-cipher', owner: 'o', reason: 'r', ...waiver })}\n  ]\n}`;
  const loaded = loadConfig(text, 'clauselint.jsonc');
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  return loaded.config;
}

/** The second before and the second after midnight in UTC, whatever the clock on the wall says. */
const BEFORE = today(new Date('2026-01-31T23:59:59Z'));
const AFTER = today(new Date('2026-02-01T00:00:00Z'));

describe('on both sides of midnight UTC', () => {
  test('the days are those of UTC', () => {
    expect([BEFORE, AFTER]).toEqual(['2026-01-31', '2026-02-01']);
  });

  const full = 'owner=o reason="r"';
  test.each<[string, string, string | undefined, string | undefined]>([
    ['without a fault', `weak-cipher until=2026-02-15 ${full}`, undefined, undefined],
    ['expired', `weak-cipher until=2026-01-31 ${full}`, undefined, 'it ended on 2026-01-31'],
    ['too long', `weak-cipher until=2026-03-03 ${full}`, 'it runs longer than 30 days', undefined],
    ['too long on both days', `weak-cipher until=2026-03-04 ${full}`, 'it runs longer than 30 days', 'it runs longer than 30 days'],
    ['overdue', `weak-cipher until=2026-01-31 discovered=2026-01-01 ${full}`, undefined, 'its 30 days are over'],
    [
      'overdue, promising more',
      `weak-cipher until=2026-02-01 discovered=2026-01-01 ${full}`,
      'longer than 30 days',
      'its 30 days are over',
    ],
    ['discovered tomorrow', `weak-cipher until=2026-03-03 discovered=2026-02-01 ${full}`, 'longer than 30 days', undefined],
    ['without a reason', 'weak-cipher until=2026-02-15 owner=o', 'no reason', 'no reason'],
    ['without an owner', 'weak-cipher until=2026-02-15 reason=r', 'no owner', 'no owner'],
    ['without a date', `weak-cipher ${full}`, 'no end date', 'no end date'],
    ['with an unreadable date', `weak-cipher until=31.01.2026 ${full}`, '"31.01.2026" is no date', '"31.01.2026" is no date'],
    ['with a day that does not exist', `weak-cipher until=2026-02-29 ${full}`, '"2026-02-29" is no date', '"2026-02-29" is no date'],
    ['for an unknown rule', `weak-cypher until=2026-02-15 ${full}`, 'no rule "weak-cypher"', 'no rule "weak-cypher"'],
    ['for no rule', `until=2026-02-15 ${full}`, 'names no rule', 'names no rule'],
    ['for a clause', `3.e until=2026-02-15 ${full}`, 'A whole clause (3.e)', 'A whole clause (3.e)'],
    ['for everything', `* until=2026-02-15 ${full}`, 'Everything at once', 'Everything at once'],
    ['for waivers', `overdue-waiver until=2026-02-15 ${full}`, 'itself cannot be waived', 'itself cannot be waived'],
    ['with a second rule', `weak-cipher weak-hash until=2026-02-15 ${full}`, '"weak-hash" means nothing', '"weak-hash" means nothing'],
    ['no longer needed', `weak-hash until=2026-02-15 ${full}`, 'no longer needed', 'no longer needed'],
  ])('%s', (_, comment, before, after) => {
    for (const [now, fault] of [
      [BEFORE, before],
      [AFTER, after],
    ] as const) {
      const report = reportOf(waived(comment), { now });
      expect(told(report)).toEqual(fault === undefined ? [] : [expect.stringContaining(fault)]);
      expect([open(report), report.waived.length]).toEqual(fault === undefined ? [0, 1] : [1, 0]);
    }
  });

  test.each<[string, object, string | undefined, string | undefined]>([
    ['without a fault', { path: '*.ts', until: '2026-02-15' }, undefined, undefined],
    ['expired', { path: 'a.ts', until: '2026-01-31' }, undefined, 'it ended on 2026-01-31'],
    ['too long', { path: 'a.ts', until: '2026-03-03' }, 'it runs longer than 30 days', undefined],
    ['overdue', { path: 'a.ts', until: '2026-01-31', discovered: '2026-01-01' }, undefined, 'its 30 days are over'],
    ['with a day that does not exist', { path: 'a.ts', until: '2026-02-29' }, 'is no date', 'is no date'],
    ['for an unknown rule', { rule: 'x', path: 'a.ts', until: '2026-02-15' }, 'no rule "x"', 'no rule "x"'],
    ['for a clause', { rule: '3.E', path: 'a.ts', until: '2026-02-15' }, 'A whole clause', 'A whole clause'],
    ['no longer needed', { path: 'b.ts', until: '2026-02-15' }, 'no longer needed', 'no longer needed'],
    ['of another finding', { fingerprint: '0'.repeat(32), until: '2026-02-15' }, 'no longer needed', 'no longer needed'],
  ])('in the configuration, %s', (_, waiver, before, after) => {
    for (const [now, fault] of [
      [BEFORE, before],
      [AFTER, after],
    ] as const) {
      const report = reportOf({ 'a.ts': `${HEAD}${BREACH}\n` }, { now, config: configured(waiver) });
      expect(told(report)).toEqual(fault === undefined ? [] : [expect.stringContaining(fault)]);
      expect(open(report)).toBe(fault === undefined ? 0 : 1);
    }
  });
});

test('a waiver by fingerprint hides that finding alone', () => {
  const texts = { 'a.ts': `${HEAD}${BREACH}\n${BREACH.replace('seal', 'other').replace('des-cbc', 'rc4')}\n` };
  const [first] = reportOf(texts).findings;
  const report = reportOf(texts, { config: configured({ fingerprint: first?.fingerprint, until: '2026-02-01' }) });
  expect(report.waived.map(({ finding, waiver }) => [finding.fingerprint, waiver.form, waiver.place.startLine])).toEqual([
    [first?.fingerprint, 'config', 3],
  ]);
  expect(open(report)).toBe(1);
});

test('what is waived stays broken in the tally, and is marked; a valid waiver is a promise kept', () => {
  const { tallies } = reportOf(waived('weak-cipher until=2026-02-01 owner=o reason=r'));
  const of = (clause: string): object | undefined => tallies.find((one) => one.clause === clause);
  expect(of('3.E')).toMatchObject({ broken: 1, waived: 1 });
  expect(of('3.I')).toMatchObject({ kept: 1, broken: 0, waived: 0, notJudged: false });
});

test('in a file that was not analysed whole nothing is called no longer needed', () => {
  const comment = '// clauselint-waive weak-cipher until=2026-02-01 owner=o reason=r\n';
  expect(told(reportOf({ 'a.ts': `${comment}export const a = 1;\n` }))).toHaveLength(1);
  expect(told(reportOf({ 'a.ts': `${comment}export const a = ;\n` }))).toEqual([]);
  const config = configured({ path: 'src', until: '2026-02-01' });
  expect(told(reportOf({ 'src/a.ts': 'export const a = 1;\n' }, { config }))).toHaveLength(1);
  expect(told(reportOf({ 'src/a.ts': 'void createCipheriv;\nexport const a = ;\n' }, { config }))).toEqual([]);
});

test('a partial run says nothing of waivers elsewhere, and they hide all the same', () => {
  const config = configured({ path: 'src/a.ts', until: '2026-02-01' });
  const texts = {
    'src/a.ts': `${HEAD}${BREACH}\n`,
    'lib/b.ts': '// clauselint-waive weak-hash until=2020-01-01 owner=o reason=r\nexport const b = 1;\n',
  };
  const inside = reportOf(texts, { config, scope: (path) => path.startsWith('src/') });
  expect([inside.findings.length, inside.waived.length]).toEqual([0, 1]);
  const beside = reportOf(texts, { config, scope: (path) => path.startsWith('lib/') });
  expect([told(beside).length, beside.waived.length]).toEqual([1, 0]);
});

test('a waiver that is not accepted hides nothing, and says so', () => {
  const texts = waived('weak-cipher until=2026-02-01 owner=o reason=r');
  const of = (accepted: boolean): Report => {
    const held = accepted ? ['weak-cipher until=2026-02-01 owner=o reason=r'] : [];
    return analyse({ ...inputOf(texts), models, rules, acceptedWaivers: (path) => (path === 'a.ts' ? held : []) }).report;
  };
  expect([of(true).findings.length, told(of(false)), open(of(false))]).toEqual([
    0,
    ['The waiver of weak-cipher is not valid: this change brings it along.'],
    1,
  ]);
});

test('with the rule off, an invalid waiver hides nothing still, and nobody speaks of it', () => {
  const config = { ...defaultConfig(), rulesOff: { 'overdue-waiver': 'x' } };
  const report = reportOf(waived('weak-cipher until=2026-01-14 owner=o reason=r'), { config });
  expect(report.findings.map((one) => one.rule)).toEqual(['weak-cipher']);
  expect(reportOf(waived('weak-cipher until=2026-01-15 owner=o reason=r'), { config }).findings).toEqual([]);
});

test('applying waivers loses no finding: what is found is open or waived, for any waivers', () => {
  const rule = fc.constantFrom('weak-cipher', 'weak-cipher', 'weak-cipher', 'weak-hash', '3.E', '*', 'nonsense');
  const until = fc.constantFrom('2026-01-14', '2026-01-15', '2026-02-01', '2026-02-14', '2026-02-15', 'soon');
  const words = fc.tuple(rule, until, fc.constantFrom('', 'owner=o', 'owner=p'), fc.constantFrom('', 'reason="r"', 'reason=s'));
  const comment = words.map(([name, date, ...rest]) => `clauselint-waive ${name} until=${date} ${rest.join(' ')}`);
  const line = fc.oneof(
    comment.map((text) => `  // ${text}`),
    comment.map((text) => `  f(createCipheriv('des-cbc', key, iv)); // ${text}`),
    comment.map((text) => `  f(/* ${text} */ createHash('md5').update(password + key));`),
    fc.constantFrom("  f(createCipheriv('rc4', key, iv));", '  f(1);', '  {', '  }', '  if (key) {', '  }'),
  );
  let hidden = 0;
  let left = 0;
  fc.assert(
    fc.property(fc.array(line, { minLength: 3, maxLength: 12 }), (lines) => {
      const head = "import { createCipheriv, createHash } from 'node:crypto';\nexport function all(key, iv, password, f) {\n";
      const text = `${head}${lines.join('\n')}\n}\n`;
      const judges = rules.filter((one) => one.evidence !== 'waiver');
      const bare = analyse({ ...inputOf({ 'a.js': text }), models, rules: judges }).report.findings;
      const report = reportOf({ 'a.js': text });
      const both = [...report.findings.filter((one) => one.rule !== 'overdue-waiver'), ...report.waived.map((one) => one.finding)];
      expect(both.map((one) => one.fingerprint).sort()).toEqual(bare.map((one) => one.fingerprint).sort());
      hidden += report.waived.length;
      left += both.length - report.waived.length;
    }),
    { numRuns: 200, seed: 20_260_115 },
  );
  expect(hidden, 'some were waived').toBeGreaterThan(20);
  expect(left, 'some were not').toBeGreaterThan(20);
});

test('under edits the workspace tells of waivers what a run from scratch tells', () => {
  const comment = '// clauselint-waive weak-cipher until=2026-02-01 owner=o reason=r\n';
  const texts = new Map<string, string>([['b.ts', 'export const b = 1;\n']]);
  const files = {
    ...projectFiles({}),
    has: (path: string) => texts.has(path),
    read: (path: string) => texts.get(path),
    list: () => [...texts.keys()],
  };
  const workspace = new Workspace({ files, contract: exhibit(), config: defaultConfig(), models, rules, now: '2026-01-15' });
  const seen: number[][] = [];
  for (const [path, text] of [
    ['a.ts', `${HEAD}${BREACH}\n`],
    ['a.ts', `${HEAD}${comment}${BREACH}\n`],
    ['b.ts', `${comment}export const b = 1;\n`],
    ['b.ts', 'export const b = 1;\n'],
    ['a.ts', `${HEAD}${comment}export const a = 1;\n`],
  ] as const) {
    texts.set(path, text);
    for (const [name, body] of texts) workspace.update(name, body);
    const report = workspace.report();
    expect(JSON.stringify(report)).toBe(JSON.stringify(reportOf(Object.fromEntries(texts))));
    seen.push([open(report), report.waived.length, told(report).length]);
  }
  expect(seen).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 1, 1],
    [0, 1, 0],
    [0, 0, 1],
  ]);
});

describe('the fix of a waiver', () => {
  const mended = (text: string, path = 'a.tsx'): (readonly [boolean, string])[] => {
    const { report, fixesOf } = analyse({ ...inputOf({ [path]: text }), models, rules });
    const about = report.findings.filter((one) => one.rule === 'overdue-waiver');
    return about.flatMap((one) => fixesOf(one.fingerprint, () => text).map((fix) => [fix.safe, applyEdits(text, fix.edits)] as const));
  };
  const w = 'clauselint-waive weak-cipher until=2026-02-01 owner=o reason=r';

  test.each([
    ['with its line', `const a = 1;\n  // ${w}\nconst b = 2;\n`, 'const a = 1;\nconst b = 2;\n'],
    ['with its lines', `/*\n * ${w}\n */\r\nconst b = 2;\n`, 'const b = 2;\n'],
    ['behind code', `const a = 1; // ${w}\nconst b = 2;\n`, 'const a = 1;\nconst b = 2;\n'],
    ['between code', `f(/* ${w} */ 1);\n`, 'f(1);\n'],
    ['in an empty block', `function f() { /* ${w} */ }\n`, 'function f() { }\n'],
    ['at the end of the file', `const a = 1;\n// ${w}`, 'const a = 1;\n'],
    ['in JSX, with its line', `const a = <p>\n  {/* ${w} */}\n  <b />\n</p>;\n`, 'const a = <p>\n  <b />\n</p>;\n'],
    ['in JSX, behind an element', `const a = <p>\n  <b /> {/* ${w} */}\n</p>;\n`, 'const a = <p>\n  <b />\n</p>;\n'],
  ])('removes what waives nothing, %s', (_, before, after) => {
    expect(mended(before)).toEqual([[true, after]]);
  });

  test('shortens what is too long and sound otherwise, and not unseen', () => {
    const text = (day: string, owner = 'o'): string =>
      `${HEAD}// clauselint-waive weak-cipher until="${day}" owner=${owner} reason=r\n${BREACH}\n`;
    expect(mended(text('2026-03-01'), 'a.ts')).toEqual([[false, text('2026-02-14')]]);
    expect(mended(text('2026-03-01', ''), 'a.ts')).toEqual([]);
    expect(mended(text('2026-01-01'), 'a.ts')).toEqual([]);
  });
});

describe('after a real formatter', () => {
  const BIOME = join(import.meta.dirname, '..', '..', 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const formatted = (text: string, width: number): string => {
    const args = [BIOME, 'format', '--stdin-file-path=a.tsx', `--line-width=${width}`];
    const run = spawnSync(process.execPath, args, { input: text, encoding: 'utf8' });
    if (run.status !== 0) throw new Error(run.stderr);
    return run.stdout;
  };
  const w = 'clauselint-waive weak-cipher until=2026-02-01 owner=o reason="r"';
  test.each([
    ['behind a statement', `const c = createCipheriv('des-cbc', key, iv); // ${w}`],
    ['before a statement', `// ${w}\nconst c = createCipheriv('des-cbc', key, iv);`],
    ['behind an argument', `use(1, createCipheriv('des-cbc', key, iv), // ${w}\n 2);`],
    ['before an argument', `use(1,\n// ${w}\ncreateCipheriv('des-cbc', key, iv), 2);`],
    ['behind a bracket', `use( // ${w}\n 1, createCipheriv('des-cbc', key, iv));`],
    ['in an object', `use({ // ${w}\n a: 1, b: createCipheriv('des-cbc', key, iv) });`],
    ['behind a property', `use({ a: 1, b: createCipheriv('des-cbc', key, iv), // ${w}\n c: 2 });`],
    ['at the head of a function', `function f() { // ${w}\n use(1); return createCipheriv('des-cbc', key, iv); }`],
    ['at the head of a callback', `use(async () => { // ${w}\n use(1); return createCipheriv('des-cbc', key, iv); });`],
    ['before a class', `// ${w}\nclass A { m() { return createCipheriv('des-cbc', key, iv) } }`],
    ['behind the head of a branch', `if (key) { // ${w}\n use(1); use(createCipheriv('des-cbc', key, iv)); }`],
    ['behind a branch on one line', `if (key) use(createCipheriv('des-cbc', key, iv)); // ${w}`],
    ['behind an equals sign', `const c = // ${w}\n createCipheriv('des-cbc', key, iv);`],
    ['behind an operator', `const c = key && // ${w}\n createCipheriv('des-cbc', key, iv);`],
    ['within a call', `use(/* ${w} */ createCipheriv('des-cbc', key, iv));`],
    ['in JSX', `const a = <p>{/* ${w} */}<b c={createCipheriv('des-cbc', key, iv)} /></p>;`],
  ])('%s', (_, code) => {
    const text = `import { createCipheriv } from 'node:crypto';\n\nexport function all(key: Buffer, iv: Buffer, use: (...a: unknown[]) => void) {\n${code}\n}\n`;
    for (const one of [text, formatted(text, 120), formatted(text, 40)]) {
      const report = reportOf({ 'a.tsx': one });
      expect([one, report.findings.map((finding) => finding.message.what.en), report.waived.length]).toEqual([one, [], 1]);
    }
  });
});
