/** The stages as commands, with files between them: the report is the same as in one go, however the project was cut up, and no file is believed blindly. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it, test } from 'vitest';
import { pages } from '../../rules/pages.generated.ts';
import { readPage } from '../spec/page.ts';
import { clauselint, project, type Ran, ROOT } from './run.ts';

const all: (() => void)[] = [];
afterAll(() => all.forEach((done) => void done()));
function made(files: Readonly<Record<string, string>>): string {
  const { dir, done } = project(files);
  all.push(done);
  return dir;
}

const WEAK =
  "import tls from 'node:tls';\nimport { VERSION } from '../b/names.ts';\ntls.connect({ host: 'a.example.com', minVersion: VERSION });\n";
const FILES = {
  'clauselint.jsonc': '{}',
  'package.json': '{}',
  'a/index.ts': WEAK,
  'b/names.ts': "export const VERSION = 'TLSv1';\n",
};
/** Everything that a report can hold, fixes too. */
const FULL = ['--format', 'sarif', '--sarif-profile', 'full', '--evidence'];
const whole = (dir: string, paths: readonly string[] = ['.'], ...more: string[]): Ran =>
  clauselint(['check', ...paths, '--no-cache', ...FULL, ...more], dir);
const taken = (ran: Ran): string | undefined => /facts taken\s+(\d+)/.exec(ran.err)?.[1];
function stage(dir: string, ...args: string[]): void {
  const ran = clauselint(args, dir);
  expect([ran.code, ran.out]).toEqual([0, '']);
}

/** The example, and scenarios of every page side by side, each in a folder of its own; with a waiver that ends and a baseline. */
function town(): { dir: string; folders: string[] } {
  const scenarios = Object.values(pages).flatMap((page) => readPage(page.en).scenarios.filter((_, i) => i % 9 === 0));
  const files = scenarios.flatMap((one, i) => Object.entries(one.files).map(([path, text]) => [`part${i % 9}/${i}/${path}`, text]));
  const dir = made({
    ...Object.fromEntries(files),
    'clauselint.jsonc':
      '{ "waivers": [{ "rule": "weak-cipher", "path": "part*/**", "until": "2026-02-10", "owner": "ops", "reason": "partner changes over" }] }',
    'lone.ts': '// clauselint-waive weak-cipher until=2026-02-10 owner=ops reason="not needed"\nexport {};\n',
    'broken.ts': 'import { createHash } from "crypto";\nexport const x = createHash("md5" as ;',
  });
  cpSync(join(ROOT, 'examples', 'portal', 'src'), join(dir, 'portal'), { recursive: true });
  cpSync(join(ROOT, 'examples', 'portal', 'infra'), join(dir, 'infra'), { recursive: true });
  clauselint(['baseline', 'part1', 'portal', '--now', '2026-01-10'], dir);
  return { dir, folders: ['portal', 'infra', 'lone.ts', 'broken.ts', ...Array.from({ length: 9 }, (_, i) => `part${i}`)] };
}

/** For each folder the shard it is in, or `-1` for none. */
const cut = (folders: readonly string[]): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: -1, max: 3 }), { minLength: folders.length, maxLength: folders.length });

function shards(folders: readonly string[], of: readonly number[]): string[][] {
  return [0, 1, 2, 3].map((shard) => folders.filter((_, i) => of[i] === shard)).filter((one) => one.length > 0);
}

describe('however a project is cut up', () => {
  const { dir, folders } = town();

  test('facts from shards, merged in any order, with texts that changed since: the report is the same', { timeout: 300_000 }, () => {
    const edited = join(dir, 'portal', 'lib', 'crypto.ts');
    const before = readFileSync(edited, 'utf8');
    fc.assert(
      fc.property(cut(folders), fc.boolean(), fc.boolean(), (of, reversed, edit) => {
        rmSync(join(dir, '.clauselint'), { recursive: true, force: true });
        const parts = shards(folders, of);
        fc.pre(parts.length > 0);
        const files = parts.map((paths, i) => {
          stage(dir, 'facts', ...paths, '--output', `.clauselint/${i}`);
          return `.clauselint/${i}`;
        });
        if (edit) writeFileSync(edited, before.replace('aes-', 'aes_'));
        const ordered = reversed ? files.reverse() : files;
        const ran = clauselint(['check', '.', ...FULL, '--stats', ...ordered.flatMap((file) => ['--facts', file])], dir);
        const expected = whole(dir);
        writeFileSync(edited, before);
        expect(ran.out === expected.out && ran.code === expected.code).toBe(true);
        expect(Number(taken(ran))).toBeGreaterThan(0);
      }),
      { numRuns: 4, seed: 20_261_124 },
    );
  });

  test('assessed in parts, concluded in any order and on any day: the report is the same', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(
        cut(folders),
        fc.boolean(),
        fc.constantFrom('2026-01-20', '2026-02-10', '2026-02-11'),
        fc.constantFrom(FULL, ['--format', 'stylish', '--evidence'], ['--format', 'json', '--no-baseline', '--max-warnings', '0']),
        (of, reversed, day, form) => {
          rmSync(join(dir, '.clauselint'), { recursive: true, force: true });
          const parts = shards(folders, of);
          fc.pre(parts.length > 0);
          const files = parts.map((paths, i) => {
            stage(dir, 'assess', ...paths, '--output', `.clauselint/${i}.assessed`);
            return `.clauselint/${i}.assessed`;
          });
          const merged = clauselint(['conclude', ...(reversed ? files.reverse() : files), ...form, '--now', day], dir);
          const expected = clauselint(['check', ...parts.flat(), '--no-cache', ...form, '--now', day], dir);
          expect(merged.out === expected.out).toBe(true);
          expect([merged.code, merged.err]).toEqual([expected.code, expected.err]);
        },
      ),
      { numRuns: 6, seed: 20_261_124 },
    );
  });
});

describe('facts', () => {
  it('are the same bytes for the same input, wherever it lies and whenever it is read', () => {
    const [one, other] = [made(FILES), made(FILES)];
    for (const dir of [one, other]) stage(dir, 'facts', '--output', 'out/of/here/facts');
    const bytes = readFileSync(join(one, 'out/of/here/facts'), 'utf8');
    expect(readFileSync(join(other, 'out/of/here/facts'), 'utf8')).toBe(bytes);
    expect(bytes).not.toContain(one);
    expect(bytes).not.toContain(dirname(one));
  });

  it('are of the files that a check of the paths would read: broken ones too, sleeping ones not', () => {
    const dir = made({
      ...FILES,
      'a/broken.ts': "import tls from 'node:tls'; const = (",
      'a/asleep.ts': 'export const x = 1;',
      'a/near.ts': "import tls from 'node:tls';\nimport { x } from './woken.ts';\ntls.connect({ host: 'a.example.com', minVersion: x });\n",
      'a/woken.ts': "export const x = 'TLSv1';\n",
      'a/x.test.ts': WEAK,
      'a/bin.ts': '\0\u0001\0',
    });
    const ran = clauselint(['facts', 'a', '--output', 'f'], dir);
    expect([ran.code, ran.err]).toEqual([
      0,
      'Facts of 4 files written to f.\n1 file could not be read and is not among them; a check names it.\n',
    ]);
    const paths = readFileSync(join(dir, 'f'), 'utf8').match(/(?<=\t")[^"]+(?="\t)/g);
    expect(paths).toEqual(['a/broken.ts', 'a/index.ts', 'a/near.ts', 'a/woken.ts']);
    const check = clauselint(['check', '--facts', 'f', '--stats', ...FULL], dir);
    expect([taken(check), check.out]).toEqual(['4', whole(dir).out]);
  });

  it('of a package are relative to the project, and found by a quoted pattern', () => {
    const dir = made(FILES);
    for (const name of ['a', 'b']) stage(join(dir, name), 'facts', '.', '--output', '.clauselint/facts');
    expect(taken(clauselint(['check', '--facts', '*/.clauselint/facts', '--stats'], dir))).toBe('2');
    expect(taken(clauselint(['check', '--facts', '**/facts', '--stats'], dir))).toBe('2');
    expect(taken(clauselint(['check', '--facts', '{a,c}/.clauselint/f?cts', '--stats'], dir))).toBe('1');
  });

  it('are taken for the very text only', () => {
    const dir = made(FILES);
    stage(dir, 'facts', '--output', 'f');
    writeFileSync(join(dir, 'b/names.ts'), "export const VERSION = 'TLSv1.3';\n");
    const ran = clauselint(['check', '--facts', 'f', '--stats'], dir);
    expect([ran.code, taken(ran)]).toEqual([0, '1']);
  });

  it('of others do not go into the cache', () => {
    const dir = made(FILES);
    const cache = join(dir, '.cache');
    stage(dir, 'facts', '--output', 'f');
    clauselint(['check', '--facts', 'f'], dir, { XDG_CACHE_HOME: cache });
    expect(existsSync(cache)).toBe(false);
    expect(clauselint(['check', '--facts', 'f', '--cache-dir', cache], dir).code).toBe(2);
  });

  it('serve what is staged and what is typed as well', () => {
    const dir = made(FILES);
    stage(dir, 'facts', '--output', 'f');
    const typed = ['--stdin', '--stdin-filename', 'a/index.ts', '--format', 'json'];
    const ran = clauselint(['check', '--facts', 'f', '--stats', ...typed], dir, {}, WEAK.replace('VERSION }', 'VERSION}'));
    expect([ran.code, taken(ran)]).toEqual([1, '1']);
  });
});

describe('what cannot be believed is refused', () => {
  const dir = made(FILES);
  stage(dir, 'facts', '--output', 'good');
  stage(dir, 'assess', '--output', 'good.assessed');
  const hurt = (name: string, from: string, change: (text: string) => string): string => {
    writeFileSync(join(dir, name), change(readFileSync(join(dir, from), 'utf8')));
    return name;
  };

  it.each<[string, string, RegExp]>([
    ['facts of another build', hurt('build', 'good', (text) => text.replace(/^(\S+ \S+ \S+) \S+/, '$1 0123456789abcdef')), /another build/],
    ['facts in another format', hurt('format', 'good', (text) => text.replace(' 1 ', ' 2 ')), /another build/],
    ['facts cut short', hurt('short', 'good', (text) => text.slice(0, -40)), /damaged or incomplete/],
    ['facts without an end', hurt('end', 'good', (text) => text.slice(0, text.indexOf('\n') + 1)), /damaged or incomplete/],
    ['facts that were changed', hurt('changed', 'good', (text) => text.replace('TLSv1', 'TLSv2')), /damaged or incomplete/],
    ['another file', 'package.json', /does not hold facts/],
    ['an empty file', hurt('empty', 'good', () => ''), /does not hold facts/],
    ['an assessment', 'good.assessed', /does not hold facts/],
    ['a folder', 'a', /cannot be read/],
    ['no file', 'absent', /cannot be read/],
    ['a pattern that meets nothing', 'absent/*', /No file matches absent\/\*/],
  ])('%s', (_what, file, words) => {
    const en = clauselint(['check', '--facts', 'good', '--facts', file], dir);
    expect([en.code, en.out]).toEqual([2, '']);
    expect(en.err).toMatch(words);
    expect(en.err.split('\n')).toHaveLength(3);
    expect(clauselint(['check', '--facts', file, '--locale', 'ja'], dir).err).toMatch(/[ぁ-ん]/);
  });

  const concluded = (...args: string[]): string => {
    const ran = clauselint(['conclude', ...args], dir);
    expect([ran.code, ran.out]).toEqual([2, '']);
    return ran.err;
  };

  it('facts instead of an assessment', () => {
    expect(concluded('good')).toContain('good does not hold an assessment.');
  });

  it('parts that share files', () => {
    stage(dir, 'assess', 'a', '--output', 'a.assessed');
    expect(concluded('good.assessed', 'a.assessed')).toContain('Two parts share files: . and a.');
    // One file named twice is one part.
    expect(clauselint(['conclude', 'a.assessed', '*.assessed', 'a.assessed'], dir).err).toContain('share files');
    expect(clauselint(['conclude', 'a.assessed', './a.assessed'], dir).code).toBe(1);
  });

  it('parts of different states', () => {
    const other = made(FILES);
    stage(other, 'assess', 'a', '--output', 'x.assessed');
    writeFileSync(join(other, 'a', 'new.ts'), 'export {};\n');
    stage(other, 'assess', 'b', '--output', 'y.assessed');
    const ran = clauselint(['conclude', 'x.assessed', 'y.assessed'], other);
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining('y.assessed and x.assessed are of different states')]);
  });

  it('an assessment by another configuration; but waivers may have come since', () => {
    const other = made(FILES);
    stage(other, 'assess', '--output', 'x');
    writeFileSync(join(other, 'clauselint.jsonc'), '{ "terms": { "tls-min-version": "1.3" } }');
    expect(clauselint(['conclude', 'x'], other)).toMatchObject({
      code: 2,
      err: expect.stringContaining('another contract or configuration'),
    });
    const waiver = { rule: 'tls-min-version', path: 'a/**', until: '2026-02-10', owner: 'ops', reason: 'partner changes over' };
    writeFileSync(join(other, 'clauselint.jsonc'), JSON.stringify({ waivers: [waiver] }));
    expect(clauselint(['conclude', 'x', '--now', '2026-02-10'], other).code).toBe(0);
    expect(clauselint(['conclude', 'x', '--now', '2026-02-11'], other).code).toBe(1);
  });

  it('a folder of which nobody says that a project begins there', () => {
    const { 'clauselint.jsonc': _, ...plain } = FILES;
    const other = made(plain);
    const ran = clauselint(['assess', 'a', '--output', 'x'], other);
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining('The project begins in a, not here.')]);
    expect(clauselint(['assess', '.', '--output', 'x'], other).code).toBe(0);
  });

  it('a result that cannot be written, or has no place', () => {
    expect(clauselint(['facts', '--output', 'a'], dir)).toMatchObject({ code: 2, err: expect.stringContaining('cannot be written to a') });
    expect(clauselint(['facts'], dir)).toMatchObject({ code: 2, err: expect.stringContaining('needs the option --output FILE') });
    expect(clauselint(['facts', 'nowhere', '--output', 'x'], dir).code).toBe(2);
  });
});

describe('assess and conclude', () => {
  it('take facts too, and neither keeps a day nor fails for what is found', () => {
    const dir = made(FILES);
    stage(dir, 'facts', '--output', 'f');
    stage(dir, 'assess', '--facts', 'f', '--output', 'x');
    stage(dir, 'assess', '--no-cache', '--output', 'y');
    expect(readFileSync(join(dir, 'x'), 'utf8')).toBe(readFileSync(join(dir, 'y'), 'utf8'));
    expect(readFileSync(join(dir, 'x'), 'utf8')).not.toMatch(/20\d\d-\d\d-\d\d/);
    expect(clauselint(['conclude', 'x'], dir).code).toBe(1);
  });

  it('need no sources at the end', () => {
    const dir = made(FILES);
    clauselint(['baseline', '--now', '2026-01-10'], dir);
    const expected = clauselint(['check', '--format', 'json', '--now', '2026-01-12'], dir);
    stage(dir, 'assess', '--output', 'x');
    for (const folder of ['a', 'b']) rmSync(join(dir, folder), { recursive: true });
    const ran = clauselint(['conclude', 'x', '--format', 'json', '--now', '2026-01-12'], dir);
    expect([ran.code, ran.out]).toEqual([expected.code, expected.out]);
  });

  it('have nothing to say of nothing', () => {
    const dir = made({ ...FILES, 'docs/x.md': '' });
    mkdirSync(join(dir, 'none'));
    stage(dir, 'assess', 'docs', 'none', '--output', 'x');
    expect(clauselint(['conclude', 'x'], dir)).toMatchObject({
      code: 2,
      err: expect.stringContaining('no TypeScript or JavaScript file in "docs, none"'),
    });
    expect(clauselint(['conclude', 'x', '--allow-empty'], dir).code).toBe(0);
  });
});
