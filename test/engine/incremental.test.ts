/** After any script of edits the workspace tells what a run from scratch tells. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultConfig } from '../../contract/config.ts';
import { summarise } from '../../engine/syntax/summarise.ts';
import { analyse } from '../../engine/workspace/analyse.ts';
import { Workspace } from '../../engine/workspace/incremental.ts';
import { models, rules } from '../../rules/registry.generated.ts';
import { applied, edit, HEAD, program } from '../support/programs.ts';
import { exhibit, inputOf, TODAY } from '../support/project.ts';

function workspaceOver(texts: Map<string, string>, summariser = summarise): Workspace {
  const files = { has: (p: string) => texts.has(p), read: (p: string) => texts.get(p), list: () => [...texts.keys()] };
  const workspace = new Workspace({
    files,
    contract: exhibit(),
    config: defaultConfig(),
    models,
    rules,
    now: TODAY,
    summarise: summariser,
  });
  for (const [path, text] of texts) workspace.update(path, text);
  return workspace;
}

test('incremental equals from scratch, after any edits', { timeout: 120_000 }, () => {
  let findings = 0;
  fc.assert(
    fc.property(program, fc.array(edit, { minLength: 1, maxLength: 6 }), (start, edits) => {
      const texts = new Map(Object.entries(start));
      const workspace = workspaceOver(texts);
      workspace.report();
      for (const one of edits) {
        for (const [path, text] of applied(texts, one)) {
          if (text === undefined) texts.delete(path);
          else texts.set(path, text);
          workspace.update(path, text);
        }
        const fresh = analyse({ ...inputOf(Object.fromEntries(texts)), models, rules }).report;
        expect(JSON.stringify(workspace.report())).toBe(JSON.stringify(fresh));
        findings += fresh.findings.length;
      }
    }),
    { numRuns: 40, seed: 20_260_115 },
  );
  expect(findings, 'the programs were such that something was found').toBeGreaterThan(50);
});

test('an edit re-reads its own file alone, and no edit re-reads nothing', () => {
  const read: string[] = [];
  const texts = new Map([
    ['src/names.ts', "export const CIPHER = 'aes-128-cbc'; void 'createCipheriv';"],
    ['src/use.ts', `${HEAD}import { CIPHER } from './names';\ncreateCipheriv(CIPHER, key, randomBytes(16));`],
  ]);
  const workspace = workspaceOver(texts, (path, text) => {
    read.push(path);
    return summarise(path, text);
  });
  const first = workspace.report();
  expect(first.findings.map((one) => one.place.path)).toEqual(['src/use.ts']);
  expect(read.splice(0).sort()).toEqual(['src/names.ts', 'src/use.ts']);
  expect(workspace.report()).toBe(first);
  workspace.update('src/names.ts', "export const CIPHER = 'aes-256-gcm'; void 'createCipheriv';");
  expect(workspace.report().findings).toEqual([]);
  expect(read).toEqual(['src/names.ts']);
});

test('under another configuration the report is that of a run from scratch, and no file is read again', () => {
  const texts = new Map([
    ['src/seal.ts', `${HEAD}export const seal = () => createCipheriv('aes-128-cbc', key, randomBytes(16));`],
    [
      'src/stack.ts',
      "import { App, Stack } from 'aws-cdk-lib';\nimport { LogGroup } from 'aws-cdk-lib/aws-logs';\n" +
        "new LogGroup(new Stack(new App(), 'logs'), 'group');\n",
    ],
  ]);
  const read: string[] = [];
  const workspace = workspaceOver(texts, (path, text) => {
    read.push(path);
    return summarise(path, text);
  });
  workspace.report();
  read.length = 0;
  const configs = [
    { ...defaultConfig(), assumedDeployRegion: 'aws:eu-central-1' },
    { ...defaultConfig(), assumedDeployRegion: 'aws:us-east-1' },
    { ...defaultConfig(), terms: { 'cipher-key-bits': 128 } },
    { ...defaultConfig(), rulesOff: { 'weak-cipher': 'a reason' } },
    defaultConfig(),
  ];
  const reports = configs.map((config) => {
    workspace.configure({ config });
    const fresh = analyse({ ...inputOf(Object.fromEntries(texts)), config, models, rules }).report;
    expect(JSON.stringify(workspace.report())).toBe(JSON.stringify(fresh));
    return fresh.findings.map((one) => one.place.path);
  });
  expect(reports).toEqual([['src/seal.ts', 'src/stack.ts'], ['src/seal.ts'], [], [], ['src/seal.ts']]);
  expect(read).toEqual([]);
});

test('a file that is no source may turn an import: the next report shows it', () => {
  const config = (to: string): string => JSON.stringify({ compilerOptions: { paths: { '#names': [to] } } });
  const texts = new Map([
    ['tsconfig.json', config('./weak.ts')],
    ['weak.ts', "export const CIPHER = 'aes-128-cbc';"],
    ['strong.ts', "export const CIPHER = 'aes-256-gcm';"],
    ['use.ts', `${HEAD}import { CIPHER } from '#names';\ncreateCipheriv(CIPHER, key, randomBytes(16));`],
  ]);
  const workspace = workspaceOver(new Map([...texts].filter(([path]) => path.endsWith('.ts'))));
  workspace.configure({ files: { has: (p) => texts.has(p), read: (p) => texts.get(p), list: () => [...texts.keys()] } });
  expect(workspace.report().findings).toHaveLength(1);
  texts.set('tsconfig.json', config('./strong.ts'));
  workspace.touched();
  expect(workspace.report().findings).toEqual([]);
});

test('a new caller is noticed also after so many edits that what was remembered was dropped', () => {
  const texts = new Map([
    ['src/seal.ts', `${HEAD}export function sealWith(kind) { return createCipheriv(kind, key, randomBytes(16)); }`],
    ['src/use.ts', `${HEAD}import { sealWith } from './seal';\nsealWith('aes-256-gcm');`],
    ['src/late.ts', `${HEAD}import { sealWith } from './seal';\n`],
    ['src/busy.ts', `${HEAD}`],
  ]);
  const workspace = workspaceOver(texts);
  workspace.report();
  for (let i = 0; i < 51; i += 1) {
    workspace.update('src/busy.ts', `${HEAD}${'\n'.repeat(i + 1)}`);
    workspace.file('src/busy.ts');
  }
  workspace.update('src/late.ts', `${HEAD}import { sealWith } from './seal';\nsealWith('des-ede3');`);
  expect(workspace.report().findings.map((one) => one.place.path)).toEqual(['src/late.ts']);
});
