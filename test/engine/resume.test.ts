/** A workspace that starts from what another one kept tells what a run from scratch tells, whatever changed meanwhile. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultConfig } from '../../contract/config.ts';
import { decodeFacts, encodeFacts } from '../../engine/facts/codec.ts';
import { summarise } from '../../engine/syntax/summarise.ts';
import { analyse } from '../../engine/workspace/analyse.ts';
import { Workspace } from '../../engine/workspace/incremental.ts';
import type { Kept, KeptFile } from '../../engine/workspace/kept.ts';
import { pages } from '../../rules/pages.generated.ts';
import { models, rules } from '../../rules/registry.generated.ts';
import { readPage } from '../spec/page.ts';
import { applied, edit, HEAD, program } from '../support/programs.ts';
import { exhibit, inputOf, TODAY } from '../support/project.ts';

type Texts = ReadonlyMap<string, string>;

const isSource = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path);

/** Plain data, as it comes back from the disk. `lost`: paths whose facts do not. */
function stored(kept: Kept, lost: (path: string) => boolean = () => false): Kept {
  const file = (path: string, one: KeptFile): KeptFile => {
    if (!one.module) return one;
    const text = lost(path) ? '' : encodeFacts(one.module.facts() ?? summarise(path, ''));
    return { ...one, module: { ...one.module, facts: () => decodeFacts(text) } };
  };
  return {
    files: new Map([...kept.files].map(([path, one]) => [path, file(path, one)])),
    asked: JSON.parse(JSON.stringify(kept.asked)) as string[],
    units: new Map(JSON.parse(JSON.stringify([...kept.units])) as [string, never][]),
    overall: new Map(JSON.parse(JSON.stringify([...kept.overall])) as [string, never][]),
  };
}

interface Run {
  readonly workspace: Workspace;
  /** Paths that were parsed. */
  readonly parsed: readonly string[];
}

function run(texts: Texts, before?: { readonly texts: Texts; readonly kept: Kept }): Run {
  const parsed: string[] = [];
  const workspace = new Workspace({
    files: { has: (p) => texts.has(p), read: (p) => texts.get(p), list: () => [...texts.keys()] },
    contract: exhibit(),
    config: defaultConfig(),
    models,
    rules,
    now: TODAY,
    summarise: (path, text) => {
      parsed.push(path);
      return summarise(path, text);
    },
  });
  for (const [path, text] of texts) if (isSource(path)) workspace.update(path, text);
  if (before) {
    const changed = [...new Set([...texts.keys(), ...before.texts.keys()])].filter((path) => texts.get(path) !== before.texts.get(path));
    const edited = new Set(changed.filter((path) => isSource(path) && texts.has(path) && before.texts.has(path)));
    workspace.resume(before.kept, { edited, touched: new Set(changed.filter((path) => !isSource(path))) });
  }
  workspace.report();
  return { workspace, parsed };
}

const fresh = (texts: Texts): string => JSON.stringify(analyse({ ...inputOf(Object.fromEntries(texts)), models, rules }).report);

/** Every step is a run of its own, which starts from what the one before kept. */
function follows(steps: readonly Texts[], lost?: (path: string) => boolean): number {
  let before: { texts: Texts; kept: Kept } | undefined;
  let findings = 0;
  for (const texts of steps) {
    const { workspace } = run(texts, before);
    expect(JSON.stringify(workspace.report())).toBe(fresh(texts));
    findings += workspace.report().findings.length;
    before = { texts, kept: stored(workspace.keep(), lost) };
  }
  return findings;
}

/** Files that are no source, and turn imports or hold values. */
const ASIDE: readonly (readonly [path: string, texts: readonly string[]])[] = [
  ['tsconfig.json', ['{}', '{"compilerOptions":{"baseUrl":".","paths":{"*":["src/lib/*"]}}}', '{']],
  ['package.json', ['{"name":"x"}', '{"workspaces":["packages/*"]}']],
  ['src/names.json', ['{"algorithm":"rc4"}', '{"algorithm":"aes-256-gcm"}', '{', '[]']],
];
const aside = fc.constantFrom(...ASIDE).chain(([path, texts]) => fc.tuple(fc.constant(path), fc.constantFrom(undefined, ...texts)));
const READER = `${HEAD}import names from './names.json';\ncreateCipheriv(names.algorithm, key, iv);\n`;

test('started from what was kept, a run equals one from scratch', { timeout: 180_000 }, () => {
  let findings = 0;
  fc.assert(
    fc.property(
      program,
      fc.array(fc.tuple(fc.array(edit, { maxLength: 3 }), fc.option(aside, { freq: 2 })), { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      (start, rounds, loses) => {
        const texts = new Map([...Object.entries(start), ['src/reader.ts', READER]]);
        const steps: Texts[] = [new Map(texts)];
        for (const [edits, other] of rounds) {
          for (const one of edits)
            for (const [path, text] of applied(texts, one)) {
              if (text === undefined) texts.delete(path);
              else texts.set(path, text);
            }
          if (other?.[1] !== undefined) texts.set(other[0], other[1]);
          else if (other) texts.delete(other[0]);
          steps.push(new Map(texts));
        }
        findings += follows(steps, loses ? (path) => path.includes('lib') : undefined);
      },
    ),
    { numRuns: 60, seed: 20_261_125 },
  );
  expect(findings, 'the programs were such that something was found').toBeGreaterThan(100);
});

const SCENARIOS = Object.values(pages)
  .flatMap((page) => readPage(page.en).scenarios)
  .map((one) => Object.entries(one.files));

test('so does one over the programs of the pages: files that come, go, and lose a line', { timeout: 180_000 }, () => {
  let findings = 0;
  const share = fc.double({ min: 0, max: 0.999, noNaN: true });
  const scenario = fc.integer({ min: 0, max: SCENARIOS.length - 1 });
  fc.assert(
    fc.property(
      fc.array(scenario, { minLength: 3, maxLength: 5 }),
      fc.array(fc.tuple(share, share), { maxLength: 8 }),
      (chosen, losses) => {
        const parts = chosen.map((one, i) => (SCENARIOS[one] ?? []).map(([path, text]): [string, string] => [`part${i}/${path}`, text]));
        const [last, ...first] = parts;
        const texts = new Map(first.flat());
        const steps: Texts[] = [new Map(texts)];
        for (const [path, text] of last ?? []) texts.set(path, text);
        steps.push(new Map(texts));
        for (const [which, where] of losses) {
          const [path, text] = [...texts][Math.floor(which * texts.size)] ?? ['', ''];
          const lines = text.split('\n');
          if (where > 0.85) texts.delete(path);
          else texts.set(path, lines.toSpliced(Math.floor(where * lines.length), 1).join('\n'));
          steps.push(new Map(texts));
        }
        findings += follows(steps);
      },
    ),
    { numRuns: 40, seed: 20_261_126 },
  );
  expect(findings, 'the programs were such that something was found').toBeGreaterThan(100);
});

test('what did not change is neither parsed nor, where nothing was found in it, judged again', () => {
  const texts = new Map([
    ['src/names.ts', "export const CIPHER = 'aes-256-gcm'; void 'createCipheriv';"],
    ['src/use.ts', `${HEAD}import { CIPHER } from './names';\nexport const kind = CIPHER; void 'createCipheriv';`],
    ['src/other.ts', `${HEAD}export const other = 1;`],
  ]);
  const first = run(texts);
  expect([...first.parsed].sort()).toEqual([...texts.keys()].sort());
  const before = { texts: new Map(texts), kept: stored(first.workspace.keep()) };
  expect(before.kept.units.size).toBe(3);
  const second = run(texts, before);
  expect(second.parsed).toEqual([]);
  texts.set('src/other.ts', `${HEAD}export const other = 2;`);
  expect(run(texts, before).parsed).toEqual(['src/other.ts']);
});
