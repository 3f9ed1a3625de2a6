/** The programs of the rules' pages, edited line by line: the workspace tells what a run from scratch tells, also of locks and audit records. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultConfig } from '../../contract/config.ts';
import { analyse } from '../../engine/workspace/analyse.ts';
import { Workspace } from '../../engine/workspace/incremental.ts';
import { pages } from '../../rules/pages.generated.ts';
import { models, rules } from '../../rules/registry.generated.ts';
import { readPage } from '../spec/page.ts';
import { exhibit, inputOf, TODAY } from '../support/project.ts';

const SCENARIOS = Object.values(pages)
  .flatMap((page) => readPage(page.en).scenarios)
  .map((one) => Object.entries(one.files).filter(([path]) => /\.[cm]?[jt]sx?$/.test(path)));

/** A share of the files, and of the lines of the one chosen; what happens to the line. */
const edit = fc.record({
  file: fc.double({ min: 0, max: 0.999, noNaN: true }),
  line: fc.double({ min: 0, max: 0.999, noNaN: true }),
  is: fc.constantFrom('delete', 'double', 'swap', 'restore', 'blank', 'break', 'remove-file'),
});
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function edited(text: string, original: string, { is, line }: Edit): string | undefined {
  const lines = text.split('\n');
  const at = Math.floor(line * lines.length);
  const here = lines[at] ?? '';
  switch (is) {
    case 'delete':
      return lines.toSpliced(at, 1).join('\n');
    case 'double':
      return lines.toSpliced(at, 0, here).join('\n');
    case 'swap':
      return lines.toSpliced(at, 2, lines[at + 1] ?? '', here).join('\n');
    case 'blank':
      return `\n${text}`;
    case 'break':
      return lines.with(at, `${here.slice(0, here.length / 2)}`).join('\n');
    case 'remove-file':
      return undefined;
    case 'restore':
      return original;
  }
}

const scenario = fc.integer({ min: 0, max: SCENARIOS.length - 1 });

test('incremental equals from scratch on the pages of the rules', { timeout: 180_000 }, () => {
  let findings = 0;
  fc.assert(
    fc.property(fc.array(scenario, { minLength: 2, maxLength: 4 }), fc.array(edit, { minLength: 1, maxLength: 8 }), (chosen, edits) => {
      const original = new Map<string, string>(
        chosen.flatMap((one, i) => (SCENARIOS[one] ?? []).map(([path, text]) => [`part${i}/${path}`, text] as const)),
      );
      const texts = new Map(original);
      const paths = [...original.keys()];
      const files = { has: (p: string) => texts.has(p), read: (p: string) => texts.get(p), list: () => [...texts.keys()] };
      const setting = { files, contract: exhibit(), config: defaultConfig(), models, rules, now: TODAY };
      const workspace = new Workspace(setting);
      for (const [path, text] of texts) workspace.update(path, text);
      workspace.report();
      for (const one of edits) {
        const path = paths[Math.floor(one.file * paths.length)];
        if (path === undefined) continue;
        const text = edited(texts.get(path) ?? original.get(path) ?? '', original.get(path) ?? '', one);
        if (text === undefined) texts.delete(path);
        else texts.set(path, text);
        workspace.update(path, text);
        // The file under edit first, then in small slices, as an editor does.
        for (let slice = 0; !workspace.advance([path], () => slice++ > 3); ) slice = 0;
        const fresh = analyse({ ...inputOf(Object.fromEntries(texts)), models, rules }).report;
        expect(workspace.report()).toEqual(fresh);
        expect(JSON.stringify(workspace.report())).toBe(JSON.stringify(fresh));
        findings += fresh.findings.length;
      }
    }),
    { numRuns: 60, seed: 20_261_124 },
  );
  expect(findings, 'the programs were such that something was found').toBeGreaterThan(100);
});
