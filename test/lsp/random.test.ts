/** After any script of what an editor, a user and a disk do, the editor shows what a run from scratch finds in the texts as they then are. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CancellationTokenSource, type Diagnostic, type Position } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { loadConfig } from '../../contract/config.ts';
import type { ProjectConfig } from '../../contract/types.ts';
import { analyse } from '../../engine/workspace/analyse.ts';
import { models, rules } from '../../rules/registry.generated.ts';
import { moduleText, PATHS, program } from '../support/programs.ts';
import { inputOf } from '../support/project.ts';
import { type Client, PLAIN, startServer, VSCODE } from './client.ts';

const CONFIGS = [
  '{}',
  '{ "rules": { "weak-cipher": { "off": true, "reason": "decided" } } }',
  '{ "terms": { "cipher-key-bits": 128 } }',
  '{ "ignore": ["src/lib/**"] }',
] as const;

type Step =
  | { readonly is: 'open' | 'close' | 'save' | 'delete' | 'pull' | 'cancel' | 'check'; readonly path: string }
  | { readonly is: 'change' | 'write'; readonly path: string; readonly text: string }
  | { readonly is: 'type'; readonly path: string; readonly at: number; readonly text: string }
  | { readonly is: 'rename'; readonly path: string; readonly to: string }
  | { readonly is: 'configure'; readonly config: string; readonly isSaved: boolean };

/** Few files, so that much happens to each. */
const path = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(PATHS[0], PATHS[4]) }, { weight: 1, arbitrary: fc.constantFrom(...PATHS) });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom('open', 'open', 'open', 'close', 'save', 'delete', 'pull', 'cancel', 'check'), path)
      .map(([is, p]): Step => ({ is, path: p }) as Step),
  },
  {
    weight: 4,
    arbitrary: path.chain((p) =>
      fc.tuple(fc.constantFrom('change', 'write'), moduleText(p)).map(([is, text]): Step => ({ is, path: p, text }) as Step),
    ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(path, fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom('\n', '\r\n', '😀', '\u2028', '/*', "'", 'x', '\r'))
      .map(([p, at, text]): Step => ({ is: 'type', path: p, at, text })),
  },
  { weight: 1, arbitrary: fc.tuple(path, path).map(([p, to]): Step => ({ is: 'rename', path: p, to })) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(...CONFIGS), fc.boolean()).map(([config, isSaved]): Step => ({ is: 'configure', config, isSaved })),
  },
);

/** What the editor and the disk hold: the model that the server is held against. */
class World {
  readonly disk = new Map<string, string>();
  readonly buffers = new Map<string, string>();
  private isConfigOpen = false;
  config: string = CONFIGS[0];
  private readonly client: Client;
  private readonly answers: Promise<void>[] = [];

  constructor(client: Client, texts: Readonly<Record<string, string>>) {
    this.client = client;
    for (const [p, text] of Object.entries(texts)) this.disk.set(p, text);
  }

  uri(p: string): string {
    return this.client.uri(`a/${p}`);
  }

  take(one: Step): void {
    const { client, disk, buffers } = this;
    if (one.is === 'configure') {
      this.configure(one.config, one.isSaved);
      return;
    }
    const { path: p } = one;
    const buffer = buffers.get(p);
    switch (one.is) {
      case 'open':
        if (buffer === undefined) this.set(p, disk.get(p) ?? '', true);
        break;
      case 'change':
        if (buffer !== undefined) this.set(p, one.text, false);
        break;
      case 'type': {
        const at = Math.floor(one.at * (buffer?.length ?? 0));
        if (buffer !== undefined) this.set(p, buffer.slice(0, at) + one.text + buffer.slice(at), false);
        break;
      }
      case 'close':
        if (buffer !== undefined) client.close(this.uri(p));
        buffers.delete(p);
        break;
      case 'save':
        if (buffer === undefined) break;
        this.put(p, buffer);
        client.save(this.uri(p));
        break;
      case 'write':
        this.put(p, one.text);
        break;
      case 'delete':
        this.drop(p);
        break;
      case 'rename': {
        const text = disk.get(p);
        if (text === undefined || p === one.to) break;
        this.drop(p);
        this.put(one.to, text);
        break;
      }
      case 'pull':
        this.answers.push(this.asked(p));
        break;
      case 'cancel':
        this.answers.push(this.cancelled(p));
        break;
      case 'check':
        // It may still be at work when the script ends.
        client.server.sendRequest('clauselint/checkWorkspace').catch(() => undefined);
        break;
    }
  }

  /** Typed, or written to the disk with the editor's closed. */
  private configure(config: string, isSaved: boolean): void {
    const uri = this.uri('clauselint.jsonc');
    this.config = config;
    if (!isSaved) {
      if (this.isConfigOpen) this.client.change(uri, config);
      else this.client.open(uri, config, 'jsonc');
      this.isConfigOpen = true;
      return;
    }
    if (this.isConfigOpen) this.client.close(uri);
    this.isConfigOpen = false;
    this.client.write('a/clauselint.jsonc', config);
    this.client.watched([['a/clauselint.jsonc', 2]]);
  }

  /** Nothing may be answered but a report or that it was cancelled; a report lies within some text the document has had. */
  settled(): Promise<unknown> {
    return Promise.all(this.answers);
  }

  texts(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.disk, ...this.buffers]);
  }

  private async asked(p: string): Promise<void> {
    const report = this.client.pull(this.uri(p));
    await expect(report.catch((error: { code: number }) => error.code)).resolves.toSatisfy(
      (answer: unknown) => answer === -32802 || (typeof answer === 'object' && answer !== null && 'kind' in answer),
    );
  }

  private async cancelled(p: string): Promise<void> {
    const source = new CancellationTokenSource();
    const report = this.client.server.sendRequest('textDocument/diagnostic', { textDocument: { uri: this.uri(p) } }, source.token);
    source.cancel();
    const answer: unknown = await report.catch((error: { code: number }) => error.code);
    // What was known at once may be answered before the cancel is read; else it is one of the cancel codes.
    expect(typeof answer === 'number' ? [-32800, -32802].includes(answer) : 'kind' in (answer as object)).toBe(true);
  }

  private set(p: string, text: string, isNew: boolean): void {
    this.buffers.set(p, text);
    if (isNew) this.client.open(this.uri(p), text);
    else this.client.change(this.uri(p), text);
  }

  private put(p: string, text: string): void {
    const isNew = !this.disk.has(p);
    this.disk.set(p, text);
    this.client.write(`a/${p}`, text);
    this.client.watched([[`a/${p}`, isNew ? 1 : 2]]);
  }

  private drop(p: string): void {
    if (!this.disk.delete(p)) return;
    this.client.remove(`a/${p}`);
    this.client.watched([[`a/${p}`, 3]]);
  }
}

interface Seen {
  readonly path: string;
  readonly code: unknown;
  readonly start: Position;
  readonly end: Position;
}

function expected(world: World): Seen[] {
  const { config } = loadConfig(world.config, 'clauselint.jsonc') as { config: ProjectConfig };
  const texts = Object.fromEntries(Object.entries(world.texts()).filter(([p]) => !(config.ignore.length > 0 && p.startsWith('src/lib/'))));
  const { findings, incomplete } = analyse({ ...inputOf(texts, config), models, rules }).report;
  return sorted([
    ...findings.map((one) => ({ path: one.place.path, code: one.rule, ...lsp(one.place) })),
    ...incomplete.map((one) => ({ path: one.path, code: 'analysis-incomplete', ...lsp(one.place) })),
  ]);
}

function lsp(
  place: { startLine: number; startColumn: number; endLine: number; endColumn: number } | undefined,
): Pick<Seen, 'start' | 'end'> {
  const { startLine = 1, startColumn = 1, endLine = 1, endColumn = 1 } = place ?? {};
  return { start: { line: startLine - 1, character: startColumn - 1 }, end: { line: endLine - 1, character: endColumn - 1 } };
}

const sorted = (all: Seen[]): Seen[] => all.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

function isInside(text: string, { start, end }: Pick<Seen, 'start' | 'end'>): boolean {
  const document = TextDocument.create('x:x', 'typescript', 1, text);
  return [start, end].every((one) => {
    const back = document.positionAt(document.offsetAt(one));
    return back.line === one.line && back.character === one.character;
  });
}

function check(world: World, shown: ReadonlyMap<string, readonly Diagnostic[]>): number {
  const texts = world.texts();
  const prefix = `${world.uri('')}`;
  const seen = [...shown].flatMap(([uri, items]) =>
    items.map((one): Seen => ({ path: uri.slice(prefix.length), code: one.code, ...one.range })),
  );
  expect(sorted(seen)).toEqual(expected(world));
  for (const [uri, items] of shown)
    for (const one of items) {
      const places = [{ uri, range: one.range }, ...(one.relatedInformation ?? []).map((related) => related.location)];
      for (const place of places) expect(isInside(texts[place.uri.slice(prefix.length)] ?? '', place.range)).toBe(true);
    }
  return seen.length;
}

const RUNS = { numRuns: 30, seed: 20_260_115 };
const script = fc.array(step, { minLength: 1, maxLength: 24, size: 'max' });

test('a client that asks is shown what a run from scratch finds', { timeout: 120_000 }, async () => {
  let total = 0;
  await fc.assert(
    fc.asyncProperty(program, script, async (start, steps) => {
      const client = await startServer({ folders: { a: { ...start, 'clauselint.jsonc': CONFIGS[0] } }, capabilities: VSCODE });
      try {
        const world = new World(client, start);
        for (const one of steps) {
          world.take(one);
          await new Promise((resolve) => setTimeout(resolve, one.is.length % 3));
        }
        await world.settled();
        // Longer than events of the disk are gathered.
        await new Promise((resolve) => setTimeout(resolve, 70));
        const report = await client.workspace();
        const shown = new Map(report.items.map((one) => [one.uri, one.kind === 'full' ? one.items : []]));
        total += check(world, shown);
        for (const p of world.buffers.keys()) expect(await client.diagnostics(world.uri(p))).toEqual(shown.get(world.uri(p)) ?? []);
      } finally {
        await client.stop();
      }
    }),
    RUNS,
  );
  expect(total, 'the programs were such that something was found').toBeGreaterThan(30);
});

test('so is one that does not', { timeout: 120_000 }, async () => {
  let total = 0;
  await fc.assert(
    fc.asyncProperty(program, script, async (start, steps) => {
      const client = await startServer({ folders: { a: { ...start, 'clauselint.jsonc': CONFIGS[0] } }, capabilities: PLAIN });
      try {
        const world = new World(client, start);
        for (const one of steps) if (one.is !== 'pull' && one.is !== 'cancel') world.take(one);
        await new Promise((resolve) => setTimeout(resolve, 70));
        // Answered when all is analysed, and after all that was sent before.
        await client.workspace();
        const shown = new Map([...client.published].map(([uri, one]) => [uri, one.diagnostics]));
        total += check(world, shown);
      } finally {
        await client.stop();
      }
    }),
    RUNS,
  );
  expect(total).toBeGreaterThan(30);
});
