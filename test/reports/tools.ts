/** The judges of the reports, installed once into the user's cache: Microsoft's SARIF validator, axe, and a Chromium to run it in. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from 'sarif';

const MANIFEST = join(import.meta.dirname, 'package.json');
const CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'clauselint-test-reports');

/** The folder with the packages' `node_modules`: made whole, or not at all. */
export function install(): string {
  const folder = join(CACHE, createHash('sha256').update(readFileSync(MANIFEST)).digest('hex').slice(0, 16));
  if (existsSync(folder)) return folder;
  const making = `${folder}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  try {
    cpSync(MANIFEST, join(making, 'package.json'));
    const args = ['install', '--no-package-lock', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
    execFileSync('npm', args, { cwd: making, stdio: ['ignore', 'ignore', 'inherit'] });
    // What its install script would do.
    chmodSync(multitoolIn(making), 0o755);
    renameSync(making, folder);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    // Another run may have been faster.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

const requireIn = (folder: string): NodeJS.Require => createRequire(join(folder, 'package.json'));

const multitoolIn = (folder: string): string => requireIn(folder)('@microsoft/sarif-multitool') as string;

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
    execFileSync(multitoolIn(install()), ['validate', ...files, ...rules, '--output', log], { stdio: ['ignore', 'ignore', 'inherit'] });
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
  execFileSync(multitoolIn(install()), ['match-results-forward', current, '--previous', previous, '--output-file-path', out], {
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
  const { chromium } = requireIn(install())('playwright-core') as {
    readonly chromium: { launch(options: { readonly executablePath: string | undefined }): Promise<Browser> };
  };
  return chromium.launch({ executablePath: browserPath() });
}

/** The script of axe, which defines `axe`. */
export function axeSource(): string {
  return (requireIn(install())('axe-core') as { readonly source: string }).source;
}
