/** Laws that hold for every input: reading never fails, positions lie in the text, and no answer depends on who asks, when, or where. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ModuleFacts } from '../../engine/facts/types.ts';
import { partsOf } from '../../engine/link/module.ts';
import { Query } from '../../engine/rule/query.ts';
import { summarise } from '../../engine/syntax/summarise.ts';
import { analyse } from '../../engine/workspace/analyse.ts';
import { models, rules } from '../../rules/registry.generated.ts';
import { ownSources, ROOT } from '../support/own-sources.ts';
import { program } from '../support/programs.ts';
import { inputOf, projectFiles, sourcesIn, type Texts } from '../support/project.ts';
import { queryOver, show } from '../support/values.ts';

const SEED = 20_260_115;

/** What the facts of a text must keep to, however broken the text; undefined when they do. */
function fault(facts: ModuleFacts, text: string): string | undefined {
  const { exprs, spans, lines, problems, bindings, functions, calls, owners } = facts;
  if (problems.some((one) => one.kind === 'crash')) return `crash: ${problems.map((one) => one.message).join('; ')}`;
  if (spans.length !== 2 * exprs.length) return 'not every expression has a span';
  for (let i = 0; i < spans.length; i += 2) {
    const [start, end] = [spans[i] as number, spans[i + 1] as number];
    if (!(start >= 0 && start <= end && end <= text.length)) return `span ${start}-${end} of ${exprs[i / 2]?.k} in ${text.length}`;
  }
  if (lines.some((at, i) => at < 0 || at > text.length || (i > 0 && at <= (lines[i - 1] as number))))
    return 'lines do not ascend within the text';
  if (problems.some((one) => one.start < 0 || one.start > text.length)) return 'a problem outside the text';
  const within = (e: number | undefined): boolean => e === undefined || (e >= 0 && e < exprs.length);
  if (!exprs.every((one) => partsOf(one).every(within))) return 'a part that is no expression';
  if (exprs.some((one, e) => partsOf(one).includes(e))) return 'an expression that is its own part';
  if (!bindings.every((one) => within(one.e) && within(one.ann) && [...(one.w ?? []), ...(one.mw ?? []), ...(one.dw ?? [])].every(within)))
    return 'a binding to no expression';
  if (!functions.every((one) => one.parent >= 0 && one.parent < functions.length && within(one.e))) return 'a function without a home';
  if (!calls.every(within)) return 'a call that is no expression';
  return owners.some((one, i) => i % 2 === 0 && i > 1 && one <= (owners[i - 2] as number)) ? 'owners do not ascend' : undefined;
}

const TOKENS =
  '{ } ( ) [ ] < > , ; : . ... ?. => = === + ++ ! ? ?? ` ${ \' " / /* */ // # @ \\ 0x 1n class extends super this new async await yield import export default from as function get set static enum namespace declare if else for of in while do switch case try catch finally return throw break continue typeof void delete let const var \u2028 \u0000 \ud800 é あ'.split(
    ' ',
  );

/** Cut where words and signs meet, so that what is taken out or put in is a token. */
const cut = (text: string): string[] => text.match(/\w+|\s+|[^\w\s]/g) ?? [];

const hurt = fc.record({
  is: fc.constantFrom('delete', 'double', 'insert', 'truncate'),
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  token: fc.constantFrom(...TOKENS),
});

function mutated(text: string, wounds: readonly { is: string; at: number; token: string }[]): string {
  const tokens = cut(text);
  for (const { is, at, token } of wounds) {
    const i = Math.floor(at * tokens.length);
    if (is === 'delete') tokens.splice(i, 1);
    else if (is === 'double') tokens.splice(i, 0, tokens[i] ?? '');
    else if (is === 'insert') tokens.splice(i, 0, token);
    else tokens.splice(Math.max(i, 1));
  }
  return tokens.join('');
}

/** Forms that our own sources do not use. */
const SNIPPETS: readonly string[] = [
  'const App = () => <Page a="b" {...rest}>{list.map((one) => <li key={one}>{one}</li>)}<></></Page>;',
  '@Injectable() export class A<T> extends B<T> implements C { @Inject(KEY) private readonly a?: T; static { init(); } get b() { return this.a; } }',
  'namespace N.M { export enum E { A = 1 << 2, B = "b", C } } declare module "x" { export const y: number; } export = N;',
  'label: for (const [a, { b = 1, ...c }] of await all()) { switch (a) { case 1: continue label; default: break label; } }',
  'async function* g(this: Window, ...rest: string[]) { for await (const x of y) yield* x; try { throw x; } catch { } finally { return; } }',
  'exports.a = exports.b = module.exports.c = require("./c"); Object.defineProperty(exports, "__esModule", { value: true });',
  'const t = tag`a${b}c${`d${e}`}`; const r = /[/\\]]+(?<x>y)/giu; x ??= y?.[z]?.(w) ?? (v as unknown as T)!;',
  'do { if (a) b; else if (c) { d(); } else e++; } while (f--, g); using h = i(); if (j) function k() {}',
  'export * as ns from "a"; export { default as b, type C } from "c" with { type: "json" }; import d, * as e from "f"; import type G = require("g");',
];

test('reading never fails, whatever is taken from, doubled in, or put into a source', { timeout: 120_000 }, () => {
  const own = Object.entries(ownSources(['contract', 'engine', 'host', 'cli', 'tools'])).filter(([, text]) => text.length < 9000);
  const samples = [...own, ...SNIPPETS.map((text, i) => [`snippet-${i}.tsx`, text] as const)];
  fc.assert(
    fc.property(fc.constantFrom(...samples), fc.array(hurt, { minLength: 1, maxLength: 6 }), ([path, text], wounds) => {
      const broken = mutated(text, wounds);
      expect(fault(summarise(path, broken), broken)).toBeUndefined();
    }),
    { numRuns: 500, seed: SEED },
  );
});

test('reading never fails on a soup of tokens', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...TOKENS), fc.string({ maxLength: 4 })), { maxLength: 60 }), (tokens) => {
      const text = tokens.join(' ');
      for (const path of ['a.ts', 'a.tsx', 'a.js']) expect(fault(summarise(path, text), text)).toBeUndefined();
    }),
    { numRuns: 400, seed: SEED },
  );
});

test('a broken project is analysed, and nothing crashes on the way', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(program, fc.array(hurt, { minLength: 1, maxLength: 3 }), (texts, wounds) => {
      const broken = Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, mutated(text, wounds)]));
      const { report } = analyse({ ...inputOf(broken), models, rules });
      expect(report.incomplete.filter((one) => one.reason === 'crash').map((one) => one.detail)).toEqual([]);
    }),
    { numRuns: 80, seed: SEED },
  );
});

/** Every expression of every module, rendered, asked for in the order that `shuffle` gives. */
function renderings(texts: Texts, shuffle: <T>(all: T[]) => T[]): Record<string, string> {
  const q = queryOver(texts);
  const asked: [string, number][] = [];
  for (const path of Object.keys(texts).sort()) q.program.module(path)?.facts.exprs.forEach((_, e) => asked.push([path, e]));
  const out = shuffle(asked).map(([path, e]): [string, string] => {
    const m = q.program.module(path);
    return [`${path} ${String(e).padStart(4, '0')}`, m ? show(q, q.value(q.ref(m, e))) : ''];
  });
  return Object.fromEntries(out.sort(([a], [b]) => (a < b ? -1 : 1)));
}

test('answers do not depend on the order of questions', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(program, fc.infiniteStream(fc.nat()), (texts, random) => {
      const ranked = <T>(all: T[]): T[] => {
        const ranks = new Map(all.map((one) => [one, random.next().value as number]));
        return [...all].sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
      };
      const straight = renderings(texts, (all) => all);
      expect(renderings(texts, (all) => all.reverse())).toEqual(straight);
      expect(renderings(texts, ranked)).toEqual(straight);
    }),
    { numRuns: 60, seed: SEED },
  );
});

test('the report does not depend on the order of files, nor on what was asked before', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(program, (texts) => {
      const straight = JSON.stringify(analyse({ ...inputOf(texts), models, rules }).report);
      const turned = analyse({
        ...inputOf(texts),
        sources: sourcesIn(texts).reverse(),
        files: projectFiles(texts, (paths) => paths.reverse()),
        models,
        rules,
      });
      expect(JSON.stringify(turned.report)).toBe(straight);
      expect(turned.query).toBeInstanceOf(Query);
    }),
    { numRuns: 60, seed: SEED },
  );
});

describe('a process of its own', () => {
  const bundle = join(ROOT, 'node_modules', `.laws-${process.pid}.mjs`);
  const sample = fc.sample(program, { numRuns: 12, seed: SEED });
  let here = '';

  beforeAll(() => {
    buildSync({
      stdin: { contents: PROGRAM, resolveDir: import.meta.dirname, loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      external: ['typescript', '@typescript-eslint/typescript-estree'],
      mainFields: ['module', 'main'],
      loader: { '.md': 'text' },
      banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" },
      outfile: bundle,
      logLevel: 'error',
    });
    here = JSON.stringify(sample.map((texts) => analyse({ ...inputOf(texts), models, rules }).report));
    return () => rmSync(bundle, { force: true });
  });

  test('says the same in another time zone and language', () => {
    const said = execFileSync(process.execPath, [bundle], {
      input: JSON.stringify(sample),
      encoding: 'utf8',
      env: { ...process.env, TZ: 'Asia/Tokyo', LANG: 'ja_JP.UTF-8', LC_ALL: 'ja_JP.UTF-8' },
      maxBuffer: 2 ** 28,
    });
    expect(said).toBe(here);
    expect(JSON.parse(said).flatMap((report: { findings: unknown[] }) => report.findings).length).toBeGreaterThan(0);
  });

  test('two workers at once say the same', async () => {
    const run = (): Promise<string> =>
      new Promise((resolve, reject) => {
        const worker = new Worker(bundle, { workerData: JSON.stringify(sample) });
        worker.once('message', resolve).once('error', reject);
      });
    expect(await Promise.all([run(), run()])).toEqual([here, here]);
  });
});

/** Reads projects from the worker's data or stdin, writes their reports. */
const PROGRAM = `
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { analyse } from '../../engine/workspace/analyse.ts';
import { models, rules } from '../../rules/registry.generated.ts';
import { inputOf } from '../support/project.ts';

const projects = JSON.parse(workerData ?? readFileSync(0, 'utf8'));
const reports = JSON.stringify(projects.map((texts) => analyse({ ...inputOf(texts), models, rules }).report));
if (parentPort) parentPort.postMessage(reports);
else process.stdout.write(reports);
`;
