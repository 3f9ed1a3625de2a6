/**
 * Files that change while a check that may use the cache is at work. It digests them first and reads them later, some of them late: it tells what they
 * hold when it reads them, just as a check without a cache, and keeps nothing under the digest of what was there before.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assess, type Setting } from '../../cli/assess.ts';
import { defaultConfig } from '../../contract/config.ts';
import { summarise } from '../../engine/syntax/summarise.ts';
import type { Assessed } from '../../engine/workspace/analyse.ts';
import { blobId } from '../../host/blob-id.ts';
import { DiskCache } from '../../host/cache.ts';
import type { FactsFiles } from '../../host/facts-files.ts';
import { openProject, type Project } from '../../host/project.ts';
import { models, rules } from '../../rules/registry.generated.ts';
import { tempTree } from '../host/temp-tree.ts';
import { exhibit, TODAY } from '../support/project.ts';

const weak = (from: string): string =>
  `import tls from 'node:tls';\nimport { VERSION } from '${from}';\ntls.connect({ host: 'a.example.com', minVersion: VERSION });\n`;
const FILES = {
  'package.json': '{ "imports": { "#names": "./src/strong.ts" } }',
  'src/a.ts': weak('./names'),
  'src/b.ts': weak('#names'),
  'src/c.ts': weak('./fixed.test'),
  'src/fixed.test.ts': "export const VERSION = 'TLSv1.2';\n",
  'src/names.ts': "export const VERSION = 'TLSv1.2';\n",
  'src/strong.ts': "export const VERSION = 'TLSv1.2';\n",
  'src/z.ts': 'export {};\n',
};

function assessed(
  project: Project,
  cache: DiskCache | undefined,
  given?: FactsFiles,
): { readonly assessed: Assessed; readonly cached: boolean } {
  const setting: Setting = { files: project.files, contract: exhibit(), config: defaultConfig(), models, rules, now: TODAY };
  return assess(project, setting, [''], [], cache, given);
}

/** A project in which something happens once, after a file was digested, or after it was read. */
function changing(project: Project, after: 'digest' | 'load', path: string, happens: () => void): Project {
  let done = false;
  const once = <T>(result: T, seen: string): T => {
    if (seen === path && !done) {
      done = true;
      happens();
    }
    return result;
  };
  return {
    ...project,
    digest: (seen) => (after === 'digest' ? once(project.digest(seen), seen) : project.digest(seen)),
    sources: project.sources.map((one) => ({
      ...one,
      loadAs: (digest) => (after === 'load' ? once(one.loadAs(digest), one.path) : one.loadAs(digest)),
    })),
  };
}

const LAST = 'src/z.ts';
const WEAKER = "export const VERSION = 'TLSv1';\n";

const CASES: readonly (readonly [string, 'digest' | 'load', after: string, path: string, change: (file: string) => void])[] = [
  ['a source that an import leads to', 'digest', LAST, 'src/names.ts', (file) => writeFileSync(file, WEAKER)],
  [
    'a source with a word of a model',
    'digest',
    LAST,
    'src/a.ts',
    (file) => writeFileSync(file, weak('./names').replace('VERSION });', "'TLSv1' });")),
  ],
  ['a test whose text was let go', 'load', LAST, 'src/fixed.test.ts', (file) => writeFileSync(file, WEAKER)],
  [
    'a file that is no source',
    'digest',
    'package.json',
    'package.json',
    (file) => writeFileSync(file, '{ "imports": { "#names": "./src/weak.ts" } }'),
  ],
  ['a source that goes', 'digest', LAST, 'src/names.ts', (file) => rmSync(file)],
  ['a test that goes when it was looked at', 'load', LAST, 'src/fixed.test.ts', (file) => rmSync(file)],
  [
    'a source that can be read no longer',
    'digest',
    LAST,
    'src/a.ts',
    (file) => {
      rmSync(file);
      mkdirSync(file);
    },
  ],
];

test.each(CASES)('%s', (_, after, when, path, change) => {
  const root = tempTree({ ...FILES, 'src/weak.ts': WEAKER });
  const cache = new DiskCache(tempTree({}), 'build');
  const before = assessed(openProject(root), undefined).assessed;
  const [project, same] = [openProject(root, { mostHeld: 0 }), openProject(root)];
  const meanwhile = assessed(
    changing(project, after, when, () => change(join(root, path))),
    cache,
  );
  const now = assessed(same, undefined).assessed;
  expect(now).not.toEqual(before);
  expect(meanwhile.assessed).toEqual(now);

  rmSync(join(root, path), { recursive: true, force: true });
  writeFileSync(join(root, path), FILES[path as keyof typeof FILES]);
  const back = assessed(openProject(root), cache);
  expect(back).toMatchObject({ assessed: before, cached: false });
  expect(assessed(openProject(root), cache)).toMatchObject({ assessed: before, cached: true });
});

test('so does one that starts from what an earlier one kept', () => {
  const root = tempTree(FILES);
  const cache = new DiskCache(tempTree({}), 'build');
  assessed(openProject(root), cache);
  writeFileSync(join(root, 'src/b.ts'), weak('./names'));
  const before = assessed(openProject(root), undefined).assessed;
  const project = openProject(root, { mostHeld: 0 });
  const edited = changing(project, 'digest', LAST, () => writeFileSync(join(root, 'src/b.ts'), weak('./weak')));
  writeFileSync(join(root, 'src/weak.ts'), WEAKER);
  const meanwhile = assessed(edited, cache);
  expect(meanwhile.assessed).toEqual(assessed(project, undefined).assessed);
  writeFileSync(join(root, 'src/b.ts'), weak('./names'));
  rmSync(join(root, 'src/weak.ts'));
  expect(assessed(openProject(root), cache)).toMatchObject({ assessed: before, cached: false });
});

test('facts made elsewhere are not taken for a file that changed after it was digested', () => {
  const root = tempTree(FILES);
  const made = (path: string, digest: string) => {
    const text = FILES[path as keyof typeof FILES];
    return blobId(Buffer.from(text)) === digest ? summarise(path, text) : undefined;
  };
  const given = { facts: made } as FactsFiles;
  const edited = changing(openProject(root, { mostHeld: 0 }), 'digest', LAST, () => writeFileSync(join(root, 'src/names.ts'), WEAKER));
  const before = assessed(openProject(root), undefined, given).assessed;
  expect(before).toEqual(assessed(openProject(root), undefined).assessed);
  const meanwhile = assessed(edited, undefined, given).assessed;
  expect(meanwhile).not.toEqual(before);
  expect(meanwhile).toEqual(assessed(openProject(root), undefined).assessed);
});

test('whether bytes are held makes no difference', () => {
  const root = tempTree(FILES);
  const [one, other] = [new DiskCache(tempTree({}), 'build'), new DiskCache(tempTree({}), 'build')];
  const holding = assessed(openProject(root), one);
  expect(assessed(openProject(root, { mostHeld: 0 }), other)).toEqual({ ...holding, analysis: expect.anything() });
  expect(holding.assessed).toEqual(assessed(openProject(root), undefined).assessed);
  expect(assessed(openProject(root, { mostHeld: 0 }), one).cached).toBe(true);
});
