/** The judges of the reports, installed once into the user's cache: Microsoft's SARIF validator, axe, and a Chromium to run it in. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { npmTools } from '../support/installed.ts';

/** `require` among the installed packages. */
const tools = (): NodeJS.Require => createRequire(join(npmTools('reports', import.meta.dirname), '..', 'package.json'));

/** The program of the SARIF tool. */
function multitool(): string {
  const program = tools()('@microsoft/sarif-multitool') as string;
  // What its install script would do.
  chmodSync(program, 0o755);
  return program;
}

export interface Objection {
  /** The name of the file it is about. */
  readonly file: string;
  readonly rule: string;
  readonly level: string;
  readonly text: string;
}

/**
 * What the SARIF validator has to say against files, by the standard's rules and by those of GitHub's code scanning, notes left out: they
 * recommend another style, and one of them asks the network.
 */
export function sarifObjections(files: readonly string[]): readonly Objection[] {
  const out = mkdtempSync(join(tmpdir(), 'clauselint-sarif-'));
  try {
    const log = join(out, 'objections.sarif');
    const rules = ['--rule-kind', 'Sarif;Gh;Ghas', '--level', 'Error;Warning'];
    // Its exit code is 0 whatever it finds; what it finds is in the log.
    execFileSync(multitool(), ['validate', ...files, ...rules, '--output', log], { stdio: ['ignore', 'ignore', 'inherit'] });
    const [run] = (JSON.parse(readFileSync(log, 'utf8')) as Log).runs;
    const { executionSuccessful, toolExecutionNotifications = [] } = run?.invocations?.[0] ?? { executionSuccessful: false };
    if (!executionSuccessful || toolExecutionNotifications.length > 0)
      throw new Error(`the validator failed: ${JSON.stringify(toolExecutionNotifications)}`);
    return (run?.results ?? []).map((result) => ({
      file: decodeURIComponent(result.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? ''),
      rule: result.ruleId ?? '',
      level: result.level ?? 'warning',
      text: `${result.message.id ?? ''} ${(result.message.arguments ?? []).join(' | ')}`,
    }));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** Has the SARIF tool match the results of `current` with those of `previous`. @returns the file in which each result has a state */
export function matchForward(current: string, previous: string): string {
  const out = `${current}.matched.sarif`;
  execFileSync(multitool(), ['match-results-forward', current, '--previous', previous, '--output-file-path', out], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return out;
}

/** As much of playwright's page as the tests use. */
export interface Page {
  goto(url: string): Promise<unknown>;
  evaluate<Result>(work: string | ((given: never) => Result | Promise<Result>), given?: unknown): Promise<Result>;
  setViewportSize(size: { readonly width: number; readonly height: number }): Promise<void>;
  emulateMedia(media: { readonly colorScheme: 'light' | 'dark' }): Promise<void>;
  on(event: 'request', listen: (request: { url(): string }) => void): void;
  on(event: 'console', listen: (message: { text(): string }) => void): void;
  close(): Promise<void>;
}

export interface Browser {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

const browserPath = (): string | undefined =>
  [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
    (path) => path !== undefined && existsSync(path),
  );

/** The machine's Chromium (CHROMIUM names another), or the one of Debian's packages. */
export function browser(): Promise<Browser> {
  if (browserPath() === undefined)
    execFileSync('sh', ['-c', 'apt-get update -q && apt-get install -q -y --no-install-recommends chromium'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  const { chromium } = tools()('playwright-core') as {
    readonly chromium: { launch(options: { readonly executablePath: string | undefined }): Promise<Browser> };
  };
  return chromium.launch({ executablePath: browserPath() });
}

/** The script of axe, which defines `axe`. */
export function axeSource(): string {
  return (tools()('axe-core') as { readonly source: string }).source;
}
