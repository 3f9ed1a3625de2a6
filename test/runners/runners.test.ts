/** The recipes of docs/monorepos.md with Turborepo and Nx themselves: the second run, and the second machine, take from the cache; a changed source does not. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { linkTools, npmTools } from '../support/installed.ts';
import { gitEnv, repository, type TestRepository } from '../support/repository.ts';
import { type Artifacts, artifacts } from './artifacts.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CLI = join(ROOT, 'dist', 'cli.js');
const DOCS = readFileSync(join(ROOT, 'docs', 'monorepos.md'), 'utf8');

/** A block of the page, by its first line, without it: what users copy is what is tested. */
function recipe(name: string): string {
  const block = DOCS.split('```').find((one) => one.startsWith(`jsonc\n// ${name}\n`) || one.startsWith(`gitignore\n# ${name}\n`));
  if (block === undefined) throw new Error(`docs/monorepos.md has no ${name}`);
  return block.split('\n').slice(2).join('\n');
}

const PACKAGES = ['api', 'web'];
const SOURCES = {
  'packages/api/src/partner.ts':
    "import tls from 'node:tls';\nimport { OLDEST } from '../../web/src/versions.ts';\nexport const partner = () => tls.connect({ host: 'partner.example.com', minVersion: OLDEST });\n",
  'packages/web/src/versions.ts': "export const OLDEST = 'TLSv1.2';\n",
};
const WEAK = { 'packages/web/src/versions.ts': "export const OLDEST = 'TLSv1';\n" };

function monorepo(runner: 'turbo' | 'nx'): TestRepository {
  const made = repository();
  mkdirSync(homeOf(made));
  linkTools(made.dir, npmTools('runners', import.meta.dirname), CLI);
  const { scripts } = JSON.parse(recipe('packages/api/package.json')) as { scripts: object };
  const root = JSON.parse(recipe(`package.json, with ${runner === 'turbo' ? 'Turborepo' : 'Nx'}`)) as object;
  const packages = PACKAGES.map((name) => [
    `packages/${name}/package.json`,
    JSON.stringify({ name, version: '1.0.0', private: true, scripts }),
  ]);
  made.commit({
    '.gitignore': `node_modules/\n${recipe('.gitignore')}`,
    'package.json': JSON.stringify({ name: 'shop', private: true, workspaces: ['packages/*'], packageManager: 'npm@10.9.0', ...root }),
    'clauselint.jsonc': '{}\n',
    [`${runner}.json`]: recipe(`${runner}.json`),
    ...Object.fromEntries(packages),
    ...SOURCES,
  });
  return made;
}

interface Ran {
  readonly code: number;
  readonly said: string;
}

/** With a home of the project's own, where Nx and Clauselint keep what they keep for a user. Asynchronous, since the remote cache answers from this very process. */
function run(made: TestRepository, command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const { CI: _, XDG_CACHE_HOME: _x, ...base } = gitEnv;
  const quiet = {
    NO_COLOR: '1',
    DO_NOT_TRACK: '1',
    TURBO_TELEMETRY_DISABLED: '1',
    NX_DAEMON: 'false',
    NX_NO_CLOUD: 'true',
    NX_TUI: 'false',
  };
  const path = [join(made.dir, 'node_modules', '.bin'), process.env['PATH']].join(':');
  return new Promise((resolve) => {
    execFile(
      command,
      [...args],
      { cwd: made.dir, env: { ...base, ...quiet, PATH: path, HOME: homeOf(made), ...env }, encoding: 'utf8' },
      (error, out, err) => {
        resolve({ code: error ? Number(error.code) : 0, said: out + err });
      },
    );
  });
}

function homeOf(made: TestRepository): string {
  return join(made.dir, '.git', 'home');
}

const servers: Artifacts[] = [];
afterAll(() => servers.forEach((one) => void one.close()));

describe.each([
  {
    runner: 'turbo' as const,
    facts: ['run', 'clauselint-facts'],
    assess: ['run', '//#clauselint-assess'],
    hits: (said: string) => /Cached:\s+(\d+) cached/.exec(said)?.[1],
    local: '.turbo',
    remote: (url: string) => ({ TURBO_API: url, TURBO_TOKEN: 'token', TURBO_TEAM: 'team' }),
  },
  {
    runner: 'nx' as const,
    facts: ['run-many', '-t', 'clauselint-facts'],
    assess: ['run', 'shop:clauselint-assess'],
    hits: (said: string) => /Cache:\s+(\d+)\/\d+ hit/.exec(said)?.[1],
    local: '.nx',
    remote: (url: string) => ({ NX_SELF_HOSTED_REMOTE_CACHE_SERVER: url, NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: 'token' }),
  },
])('$runner', ({ runner, facts, assess, hits, local, remote }) => {
  const forget = (made: TestRepository): void => {
    for (const name of ['.', ...PACKAGES.map((one) => `packages/${one}`)])
      rmSync(join(made.dir, name, '.clauselint'), { recursive: true, force: true });
  };
  const task = async (
    made: TestRepository,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<string | undefined> => {
    const { code, said } = await run(made, runner, args, env);
    expect(said, said).not.toMatch(/failed/i);
    expect(code, said).toBe(0);
    return hits(said);
  };
  const taken = async (made: TestRepository): Promise<string | undefined> =>
    /facts taken\s+(\d+)/.exec((await run(made, 'clauselint', ['check', '--facts', 'packages/*/.clauselint/facts', '--stats'])).said)?.[1];

  it('takes facts from its cache, and makes those of a changed package anew', async () => {
    const made = monorepo(runner);
    expect(await task(made, facts)).toBe('0');
    expect(await taken(made)).toBe('2');
    forget(made);
    expect(await task(made, facts)).toBe('2');
    expect(await taken(made)).toBe('2');
    made.write(WEAK);
    expect(await task(made, facts)).toBe('1');
    expect(await taken(made)).toBe('2');
    made.write({ 'clauselint.jsonc': '{ "tests": "check" }' });
    expect(await task(made, facts)).toBe('0');
  });

  it('keeps what was assessed, and no day with it: a finding ends a run that comes from the cache', async () => {
    const made = monorepo(runner);
    await task(made, facts);
    expect(await task(made, assess)).toBe('0');
    forget(made);
    await task(made, facts);
    expect(await task(made, assess)).toBe('1');
    const conclude = (day: string): Promise<Ran> => run(made, 'clauselint', ['conclude', '.clauselint/assessed', '--now', day]);
    expect((await conclude('2026-01-20')).code).toBe(0);
    // The weak value is in one package, the call in another.
    made.write({
      ...WEAK,
      'packages/api/src/partner.ts': SOURCES['packages/api/src/partner.ts'].replace(
        'export',
        '// clauselint-waive tls-min-version until=2026-01-20 owner=api reason="The partner changes over."\nexport',
      ),
    });
    await task(made, facts);
    expect(await task(made, assess)).toBe('0');
    expect(await task(made, assess)).toBe('1');
    expect([(await conclude('2026-01-20')).code, (await conclude('2026-01-21')).code]).toEqual([0, 1]);
  });

  it('as one script of the root', async () => {
    const made = monorepo(runner);
    for (const script of ['clauselint', 'clauselint:cached']) expect((await run(made, 'npm', ['run', script])).code).toBe(0);
    made.write(WEAK);
    for (const script of ['clauselint', 'clauselint:cached']) {
      const { code, said } = await run(made, 'npm', ['run', script]);
      expect([code, said]).toEqual([1, expect.stringContaining('packages/web/src/versions.ts:1:23')]);
    }
  });

  it('serves another machine from a remote cache', async () => {
    const server = await artifacts();
    servers.push(server);
    const [one, other] = [monorepo(runner), monorepo(runner)];
    expect(await task(one, facts, remote(server.url))).toBe('0');
    expect(server.put).toHaveLength(2);
    expect(await task(other, facts, remote(server.url))).toBe('2');
    expect(server.got.sort()).toEqual(server.put.sort());
    expect(await taken(other)).toBe('2');
    // Nothing of it came from the disk.
    for (const folder of [join(other.dir, local), homeOf(other)]) rmSync(folder, { recursive: true, force: true });
    forget(other);
    expect(await task(other, facts, remote(server.url))).toBe('2');
    expect(server.got).toHaveLength(4);
  });
});
