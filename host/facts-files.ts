/** Facts that another run, or another machine, made and wrote to files; a line a file of the project. They are believed: see docs/monorepos.md. */
import { decodeFacts, encodeFacts } from '../engine/facts/codec.ts';
import type { ModuleFacts } from '../engine/facts/types.ts';
import { namedFiles } from './named-files.ts';
import type { Refusal } from './open.ts';
import { readStage } from './stage-file.ts';

/** @param digest of the file, see `Project.digest`. A path may hold a tab or a line end, so it is written as JSON. */
export function factsLine(digest: string, facts: ModuleFacts): string {
  return `${digest}\t${JSON.stringify(facts.path)}\t${encodeFacts(facts).replace('\n', '\t')}`;
}

export class FactsFiles {
  private readonly lines: ReadonlyMap<string, string>;
  private count = 0;

  /** @param lines by digest and path */
  private constructor(lines: ReadonlyMap<string, string>) {
    this.lines = lines;
  }

  /** Reads them all. @param words files and patterns, relative to the current folder */
  static open(words: readonly string[], where: { readonly build: string; readonly cwd: string }): FactsFiles | Refusal {
    const files = namedFiles(words, where.cwd);
    if ('reason' in files) return files;
    const lines = new Map<string, string>();
    for (const file of files) {
      const read = readStage(file, 'facts', where);
      if ('reason' in read) return read;
      for (const line of read) {
        const end = line.indexOf('\t', line.indexOf('\t') + 1);
        lines.set(line.slice(0, end), line.slice(end + 1));
      }
    }
    return new FactsFiles(lines);
  }

  /** Files whose facts were taken from here. */
  get taken(): number {
    return this.count;
  }

  facts(path: string, digest: string): ModuleFacts | undefined {
    const line = this.lines.get(`${digest}\t${JSON.stringify(path)}`);
    const facts = line === undefined ? undefined : decodeFacts(line.replace('\t', '\n'));
    if (facts) this.count += 1;
    return facts;
  }
}
