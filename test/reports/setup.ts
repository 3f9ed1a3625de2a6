/** Before the tests: every project is checked once in each language and SARIF profile by the built command, and all its reports are kept. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { clauselint } from '../e2e/run.ts';
import { makeProject, projects, TODAY } from './projects.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder of the projects and, in `reports/<project>/<locale>/`, their reports. */
    readonly folder: string;
  }
}

const formats = ['json', 'junit', 'checkstyle', 'gitlab', 'github', 'html', 'markdown', 'compact', 'stylish'] as const;

export default function setup(vitest: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'clauselint-reports-'));
  for (const name of projects) {
    const dir = makeProject(name, folder);
    for (const locale of ['en', 'ja']) {
      const out = join(folder, 'reports', name, locale);
      mkdirSync(out, { recursive: true });
      const base = ['check', '--now', TODAY, '--locale', locale, '--stats'];
      const written = formats.flatMap((format) => ['--format', `${format}:${join(out, fileOf(format))}`]);
      check(dir, [...base, '--evidence', ...written]);
      for (const profile of ['full', 'github'])
        check(dir, [...base, '--sarif-profile', profile, '--format', `sarif:${join(out, `${profile}.sarif`)}`]);
    }
  }
  vitest.provide('folder', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}

/** A browser takes a file for what its name says. */
const fileOf = (format: string): string => (format === 'html' ? 'report.html' : format);

function check(dir: string, args: readonly string[]): void {
  const ran = clauselint(args, dir);
  if (ran.code !== 0 && ran.code !== 1) throw new Error(`clauselint ${args.join(' ')}: ${ran.code}\n${ran.err}`);
}
