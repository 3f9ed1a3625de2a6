/** The walk over real folders: what git ignores, links, special files, names and folders that cannot be read. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type WalkResult, walkProject } from '../../host/walk.ts';
import { tempTree } from './temp-tree.ts';

const paths = (result: WalkResult): readonly string[] => result.files.map((file) => file.path);

test('files come in code-unit order, each with its kind', () => {
  const root = tempTree({
    'b.ts': '',
    'B.tsx': '',
    'a/z.mjs': '',
    'a.d.ts': '',
    'style.css.d.ts': '',
    'x.d.json.ts': '',
    'package.json': '',
    'tsconfig.build.json': '',
    'infra/Pulumi.prod.yaml': '',
    'db/schema.prisma': '',
    'db/001.sql': '',
    'cdk.json': '',
    'logo.svg': '',
    '日本語.ts': '',
  });
  expect(walkProject(root)).toEqual({
    files: [
      { path: 'B.tsx', kind: 'source' },
      { path: 'a.d.ts', kind: 'declaration' },
      { path: 'a/z.mjs', kind: 'source' },
      { path: 'b.ts', kind: 'source' },
      { path: 'cdk.json', kind: 'aux' },
      { path: 'db/001.sql', kind: 'aux' },
      { path: 'db/schema.prisma', kind: 'aux' },
      { path: 'infra/Pulumi.prod.yaml', kind: 'aux' },
      { path: 'logo.svg', kind: 'other' },
      { path: 'package.json', kind: 'aux' },
      { path: 'style.css.d.ts', kind: 'declaration' },
      { path: 'tsconfig.build.json', kind: 'aux' },
      { path: 'x.d.json.ts', kind: 'declaration' },
      { path: '日本語.ts', kind: 'source' },
    ],
    problems: [],
    ignored: 0,
  });
});

test('ignore files stack by folder, the deeper one wins, and a folder left out cannot be entered again', () => {
  const root = tempTree({
    '.gitignore': '*.gen.ts\n/dist\nlogs/\n!important.gen.ts\n',
    'a.gen.ts': '',
    'important.gen.ts': '',
    'dist/x.ts': '',
    'pkg/dist/x.ts': '',
    'pkg/.gitignore': '!kept.gen.ts\nlocal.ts\r\n',
    'pkg/kept.gen.ts': '',
    'pkg/other.gen.ts': '',
    'pkg/local.ts': '',
    'pkg/deep/local.ts': '',
    'local.ts': '',
    'logs/.gitignore': '!inside.ts\n',
    'logs/inside.ts': '',
    'Dist/case.ts': '',
  });
  expect(paths(walkProject(root)).filter((path) => path.endsWith('.ts'))).toEqual([
    'Dist/case.ts',
    'important.gen.ts',
    'local.ts',
    'pkg/dist/x.ts',
    'pkg/kept.gen.ts',
  ]);
});

test("ignore files above the root and git's own exclude file hold too, unless they leave out the root itself", () => {
  const root = tempTree({
    '.git/info/exclude': 'secret.ts\n',
    '.gitignore': '/app/made\n/asked\n*.tmp.ts\n',
    'app/a.ts': '',
    'app/b.tmp.ts': '',
    'app/secret.ts': '',
    'app/made/c.ts': '',
    'asked/d.ts': '',
  });
  expect(paths(walkProject(join(root, 'app')))).toEqual(['a.ts']);
  expect(paths(walkProject(join(root, 'asked')))).toEqual(['d.ts']);
  expect(paths(walkProject(root))).toEqual(['.gitignore', 'app/a.ts']);
});

test('packages of others and version control are never entered, build output only left out when git does', () => {
  const root = tempTree({
    'node_modules/x/index.js': '',
    'sub/node_modules/y/index.js': '',
    '.git/hooks/h.js': '',
    '.yarn/releases/yarn.cjs': '',
    'bower_components/b.js': '',
    'dist/out.js': '',
    'src/a.ts': '',
  });
  expect(paths(walkProject(root))).toEqual(['dist/out.js', 'src/a.ts']);
});

test('links are never followed, in a circle, out of the root, or to nowhere; sources and folders are noted', () => {
  const outside = tempTree({ 'private/key.ts': '' });
  const root = tempTree({ 'src/a.ts': '', 'readme.md': '' });
  symlinkSync(root, join(root, 'src/loop'));
  symlinkSync(join(outside, 'private'), join(root, 'elsewhere'));
  symlinkSync(join(outside, 'private/key.ts'), join(root, 'key.ts'));
  symlinkSync('nowhere.ts', join(root, 'dangling.ts'));
  symlinkSync('readme.md', join(root, 'doc.md'));
  symlinkSync('self', join(root, 'self'));
  const result = walkProject(root);
  expect(paths(result)).toEqual(['readme.md', 'src/a.ts']);
  expect(result.problems).toEqual([
    { path: 'dangling.ts', reason: 'special-file', detail: 'symbolic link, not followed', gap: false },
    { path: 'elsewhere', reason: 'special-file', detail: 'symbolic link to a folder, not followed', gap: false },
    { path: 'key.ts', reason: 'special-file', detail: 'symbolic link, not followed', gap: false },
    { path: 'src/loop', reason: 'special-file', detail: 'symbolic link to a folder, not followed', gap: false },
  ]);
});

test('a folder that cannot be listed is a gap, and its neighbours are read', () => {
  const root = tempTree({ 'closed/a.ts': '', 'open/b.ts': '' });
  const result = walkProject(root, {
    list(absolute) {
      if (absolute.endsWith('closed')) throw Object.assign(new Error('EACCES: permission denied, scandir'), { code: 'EACCES' });
      return readdirSync(absolute, { withFileTypes: true, encoding: 'buffer' });
    },
  });
  expect(paths(result)).toEqual(['open/b.ts']);
  expect(result.problems).toEqual([{ path: 'closed', reason: 'unreadable', detail: 'folder: EACCES: permission denied', gap: true }]);
});

test('a named pipe with the name of a source is refused, not waited for', () => {
  const root = tempTree({ 'a.ts': '' });
  execFileSync('mkfifo', [join(root, 'pipe.ts')]);
  const result = walkProject(root);
  expect(paths(result)).toEqual(['a.ts']);
  expect(result.problems).toEqual([{ path: 'pipe.ts', reason: 'special-file', detail: 'named pipe', gap: true }]);
});

test.runIf(process.platform === 'linux')('a name that is not UTF-8 is reported', () => {
  const root = tempTree({ 'a.ts': '' });
  writeFileSync(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9]), Buffer.from('.ts')]), '');
  const result = walkProject(root);
  expect(paths(result)).toEqual(['a.ts']);
  expect(result.problems).toEqual([{ path: 'café.ts', reason: 'encoding', detail: 'name is not valid UTF-8', gap: true }]);
});

test("the user's own globs leave out files and folders, and the sources among them are counted", () => {
  const root = tempTree({
    'legacy/a.ts': '',
    'legacy/b/c.js': '',
    'legacy/d.txt': '',
    'app/(auth)/e.ts': '',
    'app/auth/f.ts': '',
    'g.old.ts': '',
  });
  const result = walkProject(root, { ignore: ['legacy/', './app/(auth)/**', '*.old.ts'] });
  expect(paths(result)).toEqual(['app/auth/f.ts']);
  expect(result.ignored).toBe(4);
});

test('patterns that could make matching slow are not applied, and named', () => {
  const slow = `${'*a'.repeat(30)}b`;
  const root = tempTree({
    '.gitignore': `${slow}\nreport.[0-9]*.[0-9]*.[0-9]*.[0-9]*.json\n*.log.ts\n`,
    [`${'a'.repeat(200)}.ts`]: '',
    'x.log.ts': '',
  });
  const started = performance.now();
  const result = walkProject(root, { ignore: [slow, '(a+)+(a+)+(a+)+c'] });
  expect(performance.now() - started).toBeLessThan(2000);
  expect(paths(result)).toEqual(['.gitignore', `${'a'.repeat(200)}.ts`]);
  expect(result.problems.map(({ path, gap }) => [path, gap])).toEqual([
    ['', false],
    ['.gitignore', false],
  ]);
});

test('folders nested without end are cut with a word', () => {
  const root = tempTree({ 'a.ts': '' });
  mkdirSync(join(root, 'd/'.repeat(110)), { recursive: true });
  const result = walkProject(root);
  expect(paths(result)).toEqual(['a.ts']);
  expect(result.problems).toEqual([
    { path: 'd/'.repeat(101).slice(0, -1), reason: 'too-deep', detail: 'folder: more than 100 levels', gap: true },
  ]);
});
