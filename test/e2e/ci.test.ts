/** The GitHub Action, and the workflow and job that `init` writes: their shape, and their commands run as the services run them. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { githubWorkflow, gitlabJob, PINNED } from '../../host/init/ci-text.ts';
import { tempTree } from '../host/temp-tree.ts';
import { gitEnv, repository, type TestRepository } from '../support/repository.ts';
import { ROOT } from './run.ts';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const BAD = `import { createCipheriv } from 'node:crypto';\nexport const seal = (key: Buffer, iv: Buffer) => createCipheriv('aes-128-cbc', key, iv);\n`;
const GOOD = BAD.replace('aes-128-cbc', 'aes-256-gcm');
const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));
const steps: readonly Step[] = action.runs.steps;

/** Written into a script, what a pull request may choose would be run as part of it. */
function expectNoInterpolation(script: string): void {
  expect(script).not.toContain('${{');
}

function run(script: string, cwd: string, env: Readonly<Record<string, string>>): { code: number | null; out: string } {
  const ran = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd,
    encoding: 'utf8',
    env: { ...gitEnv, ...env },
  });
  return { code: ran.status, out: ran.stdout + ran.stderr };
}

describe('the GitHub Action', () => {
  it('is a composite of pinned actions and of scripts that take values as variables', () => {
    expect(action.runs.using).toBe('composite');
    for (const step of steps) {
      expect(step.uses === undefined).toBe(step.run !== undefined);
      if (step.uses !== undefined) expect(step.uses).toMatch(/^[\w-]+\/[\w./-]+@[0-9a-f]{40}$/);
      if (step.run !== undefined) {
        expect(step.shell).toBe('bash');
        expectNoInterpolation(step.run);
      }
    }
    const used = steps.flatMap((step) => step.uses ?? []);
    expect(used).toEqual([PINNED.setupNode, PINNED.uploadSarif].map((one) => one.split(' ')[0]));
    const named = JSON.stringify(action.runs) + JSON.stringify(action.outputs);
    for (const input of Object.keys(action.inputs)) expect(named, input).toContain(`inputs.${input}`);
    for (const [, name] of named.matchAll(/inputs\.([\w-]+)/g)) expect(Object.keys(action.inputs)).toContain(name);
    expect(steps.find((step) => step.uses?.includes('upload-sarif'))?.if).toContain('head.repo.full_name == github.repository');
  });

  /** The check, then the result, with the files that GitHub hands to each step. */
  function act(
    made: TestRepository,
    inputs: Readonly<Record<string, string>>,
    base = '',
  ): { code: number | null; out: string; summary: string; sarif: string | undefined } {
    const folder = tempTree({ output: '', summary: '' });
    const github = {
      GITHUB_ACTION_PATH: ROOT,
      GITHUB_WORKSPACE: made.dir,
      GITHUB_OUTPUT: join(folder, 'output'),
      GITHUB_STEP_SUMMARY: join(folder, 'summary'),
      RUNNER_TEMP: folder,
      GITHUB_ACTIONS: 'true',
    };
    const valued = (step: Step, outputs: Readonly<Record<string, string>> = {}): Record<string, string> =>
      Object.fromEntries(
        Object.entries(step.env ?? {}).map(([name, value]) => [
          name,
          value
            .replace(/\$\{\{ inputs\.([\w-]+) \}\}/, (_, input: string) => inputs[input] ?? String(action.inputs[input].default))
            .replace('${{ github.event.pull_request.base.sha }}', base)
            .replace(/\$\{\{ steps\.check\.outputs\.([\w-]+) \}\}/, (_, output: string) => outputs[output] ?? ''),
        ]),
      );
    const check = steps.find((step) => step.name === 'Check against the contract') as Step;
    const result = steps.find((step) => step.name === 'Result') as Step;
    const checked = run(check.run ?? '', made.dir, { ...github, ...valued(check) });
    expect(checked.code, checked.out).toBe(0);
    const outputs = Object.fromEntries(
      readFileSync(github.GITHUB_OUTPUT, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split('=') as [string, string]),
    );
    const ended = run(result.run ?? '', made.dir, { ...github, ...valued(result, outputs) });
    return { code: ended.code, out: checked.out, summary: readFileSync(github.GITHUB_STEP_SUMMARY, 'utf8'), sarif: outputs['sarif'] };
  }

  it('fails on a broken promise, with annotations, a summary and SARIF', () => {
    const made = repository();
    made.commit({ 'src/vault.ts': BAD });
    const ran = act(made, {});
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('::error file=src/vault.ts,line=2,');
    expect(ran.summary).toContain('weak-cipher');
    expect(JSON.parse(readFileSync(ran.sarif ?? '', 'utf8')).runs[0].results).toHaveLength(1);
  });

  it('passes on kept ones, looks at the paths it is told of, and takes further arguments', () => {
    const made = repository();
    made.commit({ 'src/vault.ts': GOOD, 'old folder/vault.ts': BAD });
    expect(act(made, { paths: 'src\n' }).code).toBe(0);
    expect(act(made, { paths: 'src\nold folder\n' }).code).toBe(1);
    expect(act(made, { paths: 'old folder', args: '--now\n2026-01-31\n' }).summary).toContain('2026-01-31');
    expect(act(made, { paths: 'absent' })).toMatchObject({ code: 2, sarif: undefined });
    expect(act(made, { paths: 'src', locale: 'ja' }).summary).toMatch(/[ぁ-ん]/);
  });

  it('runs nothing that an input spells out', () => {
    const made = repository();
    made.commit({ 'src/vault.ts': GOOD });
    act(made, { paths: '$(touch ran)\n`touch ran`\n; touch ran', args: '"; touch ran #' });
    expect(existsSync(join(made.dir, 'ran'))).toBe(false);
  });

  it('judges a pull request by the policy of its base', () => {
    const made = repository();
    made.commit({ 'src/vault.ts': GOOD, 'clauselint.jsonc': '{}\n' });
    const base = made.git('rev-parse', 'HEAD').trim();
    made.commit({ 'src/vault.ts': BAD, 'clauselint.jsonc': '{ "ignore": ["src/**"] }\n' });
    const ran = act(made, {}, base);
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('weakened-policy');
    expect(ran.out).toContain('weak-cipher');
    expect(act(made, { 'policy-from': 'none', args: '--allow-empty' }, base).code).toBe(0);
  });
});

/** A `npx` that takes `--yes clauselint@0.1.0 …` and runs what was built here. */
function withNpx(): string {
  const folder = tempTree({});
  mkdirSync(join(folder, 'bin'));
  const npx = join(folder, 'bin', 'npx');
  writeFileSync(
    npx,
    `#!/bin/sh\n[ "$1" = --yes ] && [ "$2" = clauselint@0.1.0 ] || exit 9\nshift 2\nexec '${process.execPath}' '${join(ROOT, 'dist', 'cli.js')}' "$@"\n`,
  );
  chmodSync(npx, 0o755);
  return `${join(folder, 'bin')}:${process.env['PATH']}`;
}

describe('what init writes', () => {
  it('for GitHub runs, on a push and on a pull request', () => {
    const made = repository();
    made.commit({ 'src/vault.ts': GOOD, 'clauselint.jsonc': '{}\n' });
    const base = made.git('rev-parse', 'HEAD').trim();
    made.commit({ 'src/vault.ts': BAD });
    const workflow: readonly Step[] = parse(githubWorkflow('0.1.0', '')).jobs.clauselint.steps;
    for (const step of workflow) expectNoInterpolation(step.run ?? '');
    const script = workflow.find((step) => step.name === 'Check against the contract')?.run ?? '';
    for (const BASE of ['', base]) {
      const ran = run(script, made.dir, { PATH: withNpx(), BASE });
      expect(ran.code, ran.out).toBe(1);
      expect(ran.out).toContain('::error file=src/vault.ts,line=2,');
      for (const file of ['clauselint.md', 'clauselint.sarif']) expect(existsSync(join(made.dir, file))).toBe(true);
    }
    expect(run(script, made.dir, { PATH: withNpx(), BASE: 'nowhere' }).code).toBe(2);
  });

  it('for GitLab runs, and leaves the Code Quality report that the job names', () => {
    const made = repository();
    made.commit({ 'src/vault.ts': BAD });
    const job = parse(gitlabJob('0.1.0', '')).clauselint;
    const ran = run(job.script.join('\n'), made.dir, { PATH: withNpx(), CI_PROJECT_DIR: made.dir });
    expect(ran.code, ran.out).toBe(1);
    const report = JSON.parse(readFileSync(join(made.dir, job.artifacts.reports.codequality), 'utf8'));
    expect(report).toHaveLength(1);
    expect(report[0]).toMatchObject({
      location: { path: 'src/vault.ts', lines: { begin: 2 } },
      severity: expect.stringMatching(/^(?:info|minor|major|critical|blocker)$/),
    });
    expect(report[0].fingerprint).toMatch(/^\w+$/);
    expect(run(job.script.join('\n'), made.dir, { PATH: withNpx(), CI_MERGE_REQUEST_DIFF_BASE_SHA: 'HEAD' }).code).toBe(1);
  });
});

describe('the hooks for pre-commit', () => {
  it('name commands and settings that are there', () => {
    const hooks = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8'));
    expect(hooks.map((one: { id: string }) => one.id)).toEqual(['clauselint', 'clauselint-files']);
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    for (const hook of hooks) {
      expect(hook.language).toBe('node');
      expect(hook.require_serial).toBe(true);
      expect(Object.keys(manifest.bin)).toContain(hook.entry.split(' ')[0]);
    }
    expect(hooks[0].pass_filenames).toBe(false);
    expect(manifest.scripts.prepare).toContain('tools/build.mjs');
  });
});
