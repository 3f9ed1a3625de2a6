/** The resolver over projects held in memory: each table is one project and what its specifiers lead to. */
import { expect, test } from 'vitest';
import { createResolver, type ProjectFiles, type Resolver, type Target } from '../../engine/link/resolve.ts';

function projectOf(contents: Readonly<Record<string, unknown>>): ProjectFiles {
  const texts = new Map(Object.entries(contents).map(([path, value]) => [path, typeof value === 'string' ? value : JSON.stringify(value)]));
  return { has: (path) => texts.has(path), read: (path) => texts.get(path), list: () => [...texts.keys()] };
}

function resolverOf(contents: Readonly<Record<string, unknown>>): Resolver {
  return createResolver(projectOf(contents));
}

/** `file`, `package` + subpath as `pkg:name/sub`, or `missing`. */
function show(target: Target): string {
  if ('file' in target) return target.file;
  return 'missing' in target ? 'missing' : `pkg:${target.package}${target.subpath === '' ? '' : ` ${target.subpath}`}`;
}

/** Asserts `from` → specifier → expected, for a whole table at once. */
function expectTable(resolver: Resolver, rows: readonly (readonly [from: string, specifier: string, expected: string])[]): void {
  const actual = rows.map(([from, specifier]) => [from, specifier, show(resolver.resolve(from, specifier))]);
  expect(actual).toEqual(rows);
}

test('relative specifiers find left-out extensions, twins of .js, indexes and package folders', () => {
  const resolver = resolverOf({
    'src/a.ts': '',
    'src/b.tsx': '',
    'src/both.ts': '',
    'src/both.js': '',
    'src/c.mts': '',
    'src/d.cts': '',
    'src/only.js': '',
    'src/typed.js': '',
    'src/typed.d.ts': '',
    'src/types.d.ts': '',
    'src/data.json': '{}',
    'src/icon.svg': '',
    'src/dir/index.tsx': '',
    'src/dir.ts': '',
    'src/sub/index.ts': '',
    'src/chart.js.ts': '',
    'src/kit/package.json': { main: './main.js', types: './main.d.ts' },
    'src/kit/main.d.ts': '',
    'src/kit/main.js': '',
    'index.ts': '',
  });
  expectTable(resolver, [
    ['src/x.ts', './a', 'src/a.ts'],
    ['src/x.ts', './a.js', 'src/a.ts'],
    ['src/x.ts', './b.js', 'src/b.tsx'],
    ['src/x.ts', './both.js', 'src/both.ts'],
    ['src/x.ts', './c.mjs', 'src/c.mts'],
    ['src/x.ts', './d.cjs', 'src/d.cts'],
    ['src/x.ts', './only', 'src/only.js'],
    ['src/x.ts', './typed', 'src/typed.js'],
    ['src/x.ts', './typed.js', 'src/typed.js'],
    ['src/x.ts', './types', 'src/types.d.ts'],
    ['src/x.ts', './data.json', 'src/data.json'],
    ['src/x.ts', './icon.svg?react', 'src/icon.svg'],
    ['src/x.ts', '!!raw-loader!./a.ts', 'src/a.ts'],
    ['src/x.ts', './dir', 'src/dir.ts'],
    ['src/x.ts', './dir/', 'src/dir/index.tsx'],
    ['src/dir/y.ts', '..', 'missing'],
    ['src/dir/y.ts', '.', 'src/dir/index.tsx'],
    ['src/sub/deep.ts', '../../index.js', 'index.ts'],
    ['src/x.ts', './chart.js', 'src/chart.js.ts'],
    ['src/x.ts', './kit', 'src/kit/main.js'],
    ['src/x.ts', '/src/a', 'src/a.ts'],
    ['src/x.ts', '../../outside', 'missing'],
    ['src/x.ts', './none', 'missing'],
    ['src/x.ts', 'https://example.test/a.ts', 'missing'],
    ['src/x.ts', '', 'missing'],
  ]);
});

test('bare names are packages with a normalised name, and Node modules bear the prefix', () => {
  const resolver = resolverOf({ 'src/x.ts': '', 'node_modules/express/index.js': '', 'crypto.ts': '' });
  expectTable(resolver, [
    ['src/x.ts', 'crypto', 'pkg:node:crypto'],
    ['src/x.ts', 'node:crypto', 'pkg:node:crypto'],
    ['src/x.ts', 'fs/promises', 'pkg:node:fs promises'],
    ['src/x.ts', 'node:test', 'pkg:node:test'],
    ['src/x.ts', 'punycode/', 'pkg:punycode'],
    ['src/x.ts', 'express', 'pkg:express'],
    ['src/x.ts', 'lodash/fp/get', 'pkg:lodash fp/get'],
    ['src/x.ts', '@aws-sdk/client-s3', 'pkg:@aws-sdk/client-s3'],
    ['src/x.ts', '@scope/name/sub/x', 'pkg:@scope/name sub/x'],
    ['src/x.ts', 'npm:@scope/name@1.2.3/sub', 'pkg:@scope/name sub'],
    ['src/x.ts', 'bun:sqlite', 'pkg:bun:sqlite'],
    ['src/x.ts', '@/nowhere', 'missing'],
    ['src/x.ts', '#nowhere', 'missing'],
    ['src/x.ts', '../node_modules/express/index.js', 'pkg:express index.js'],
  ]);
});

test('paths and baseUrl come from the nearest tsconfig through extends, comments tolerated', () => {
  const resolver = resolverOf({
    'tsconfig.base.json': `{ // shared
      "compilerOptions": { "baseUrl": ".", "paths": { "@lib/*": ["libs/*/src", "libs/*"],
        "@lib/special/*": ["special/*"], "@exact": ["libs/exact.ts"], }, },
    }`,
    'apps/web/tsconfig.json': { extends: ['@tsconfig/strictest', '../../tsconfig.base.json'] },
    'apps/api/jsconfig.json': { compilerOptions: { baseUrl: 'src', paths: { '~/*': ['./*'] } } },
    'libs/auth/src/index.ts': '',
    'libs/plain/index.ts': '',
    'special/x.ts': '',
    'libs/exact.ts': '',
    'apps/web/main.ts': '',
    'apps/api/src/util/log.ts': '',
    'apps/api/src/crypto.ts': '',
  });
  expectTable(resolver, [
    ['apps/web/main.ts', '@lib/auth', 'libs/auth/src/index.ts'],
    ['apps/web/main.ts', '@lib/plain', 'libs/plain/index.ts'],
    ['apps/web/main.ts', '@lib/special/x', 'special/x.ts'],
    ['apps/web/main.ts', '@exact', 'libs/exact.ts'],
    ['apps/web/main.ts', 'libs/exact', 'libs/exact.ts'],
    ['apps/web/main.ts', '@lib/none', 'missing'],
    ['apps/api/src/a.ts', 'util/log', 'apps/api/src/util/log.ts'],
    ['apps/api/src/a.ts', '~/util/log.js', 'apps/api/src/util/log.ts'],
    // Node takes its own module before anything that a folder offers.
    ['apps/api/src/a.ts', 'crypto', 'pkg:node:crypto'],
  ]);
  expect(resolver.problems).toEqual([]);
});

test('paths without baseUrl start at the file that lists them, and ${configDir} at the one that is used', () => {
  const resolver = resolverOf({
    'config/base.json': { compilerOptions: { paths: { 'near/*': ['./near/*'], 'own/*': ['${configDir}/src/*'] } } },
    'app/tsconfig.json': { extends: '../config/base' },
    'config/near/a.ts': '',
    'app/src/b.ts': '',
  });
  expectTable(resolver, [
    ['app/x.ts', 'near/a', 'config/near/a.ts'],
    ['app/x.ts', 'own/b', 'app/src/b.ts'],
  ]);
});

test('a solution tsconfig speaks through the projects it refers to', () => {
  const resolver = resolverOf({
    'tsconfig.json': { files: [], references: [{ path: './tsconfig.node.json' }, { path: './tsconfig.app.json' }] },
    'tsconfig.node.json': { compilerOptions: {} },
    'tsconfig.app.json': { compilerOptions: { baseUrl: './src', paths: { '$store/*': ['store/*'] } } },
    'src/store/user.ts': '',
    'src/plain.ts': '',
  });
  expectTable(resolver, [
    ['src/x.ts', '$store/user', 'src/store/user.ts'],
    ['src/x.ts', 'plain', 'src/plain.ts'],
  ]);
});

test('cycles in extends are cut and reported once, broken files reported, and neither stops the rest', () => {
  const resolver = resolverOf({
    'tsconfig.json': { extends: './tsconfig.other.json', compilerOptions: { paths: { 'a/*': ['lib/*'] } } },
    'tsconfig.other.json': { extends: './tsconfig.json' },
    'broken/package.json': '{ "name": "broken", ',
    'deep/package.json': '['.repeat(200_000),
    'lib/x.ts': '',
    'outside/tsconfig.json': { extends: '../../../etc/passwd', compilerOptions: { paths: { 'up/*': ['../../up/*'] } } },
  });
  expectTable(resolver, [
    ['src/y.ts', 'a/x', 'lib/x.ts'],
    ['outside/y.ts', 'up/x', 'missing'],
  ]);
  expect(resolver.problems.map(({ path }) => path)).toEqual([
    'broken/package.json',
    'deep/package.json',
    'tsconfig.json',
    'tsconfig.other.json',
  ]);
});

test('a mapping into node_modules means the package, and a mapping to types alone says nothing', () => {
  const resolver = resolverOf({
    'tsconfig.json': {
      compilerOptions: { paths: { '@modules/*': ['./node_modules/@acme/lambdas/modules/*'], react: ['./node_modules/@types/react'] } },
    },
    'package.json': { dependencies: { react: '^19.0.0' } },
    'a.ts': '',
  });
  expectTable(resolver, [
    ['a.ts', '@modules/x/y', 'pkg:@acme/lambdas modules/x/y'],
    ['a.ts', 'react', 'pkg:react'],
  ]);
});

test('rootDirs lay several folders over one another', () => {
  const resolver = resolverOf({
    'tsconfig.json': { compilerOptions: { rootDirs: ['src', 'made/types'] } },
    'src/page/a.ts': '',
    'made/types/page/schema.ts': '',
  });
  expectTable(resolver, [
    ['src/page/a.ts', './schema', 'made/types/page/schema.ts'],
    ['src/page/a.ts', './none', 'missing'],
  ]);
});

test('workspace packages are found by name, declared in package.json, in pnpm-workspace.yaml, or nowhere', () => {
  const common = {
    'packages/core/package.json': { name: '@acme/core', main: './src/main.ts' },
    'packages/core/src/main.ts': '',
    'packages/core/helpers/http.ts': '',
    'packages/core/src/inner.ts': '',
    'apps/web/a.ts': '',
  };
  const rows = [
    ['apps/web/a.ts', '@acme/core', 'packages/core/src/main.ts'],
    ['apps/web/a.ts', '@acme/core/helpers/http', 'packages/core/helpers/http.ts'],
    ['apps/web/a.ts', '@acme/core/inner', 'packages/core/src/inner.ts'],
    ['apps/web/a.ts', '@acme/core/gone', 'pkg:@acme/core gone'],
    ['apps/web/a.ts', '@acme/other', 'pkg:@acme/other'],
  ] as const;
  expectTable(resolverOf({ ...common, 'package.json': { workspaces: ['packages/*'] } }), rows);
  expectTable(resolverOf({ ...common, 'package.json': { workspaces: { packages: ['./packages/**/'] } } }), rows);
  expectTable(resolverOf({ ...common, 'pnpm-workspace.yaml': "packages:\n  - '{apps,packages}/*'\n  - '!**/test/**'\n" }), rows);
  expectTable(resolverOf(common), rows);
});

test('an undeclared folder that bears the name of a registry package does not stand in for it', () => {
  const resolver = resolverOf({
    'examples/stripe/package.json': { name: 'stripe', version: '1.0.0', dependencies: { stripe: '^14.2.0' } },
    'examples/stripe/index.ts': '',
    'examples/shop/package.json': { dependencies: { stripe: '^14.2.0', tools: '^2.1.0', linked: 'workspace:*' } },
    'tools/package.json': { name: 'tools', version: '2.0.4' },
    'tools/index.ts': '',
    'linked/package.json': { name: 'linked' },
    'linked/index.ts': '',
  });
  expectTable(resolver, [
    ['examples/stripe/a.ts', 'stripe', 'pkg:stripe'],
    ['examples/shop/a.ts', 'stripe', 'pkg:stripe'],
    ['examples/shop/a.ts', 'tools', 'tools/index.ts'],
    ['examples/shop/a.ts', 'linked', 'linked/index.ts'],
  ]);
});

test('exports: conditions, patterns, nesting, private conditions; imports; self-reference', () => {
  const resolver = resolverOf({
    'package.json': { workspaces: ['packages/*'] },
    'packages/kit/package.json': {
      name: 'kit',
      exports: {
        '.': { browser: './src/browser.ts', import: { types: './dist/index.d.ts', default: './dist/index.mjs' } },
        './server': { '@kit/source': './source/server.ts', default: './dist/server.js' },
        './features/*': './src/features/*.ts',
        './features/private/*': null,
        './features/long/*.js': './src/long/*.ts',
        './assets/': './src/assets/',
      },
      imports: {
        '#db': { node: './src/db.node.ts', default: './src/db.ts' },
        '#utils/*': './dist/utils/*.js',
        '#crypto': 'node:crypto',
        '#log': 'pino',
      },
    },
    'packages/kit/src/index.ts': '',
    'packages/kit/src/browser.ts': '',
    'packages/kit/source/server.ts': '',
    'packages/kit/src/features/a.ts': '',
    'packages/kit/src/long/b.ts': '',
    'packages/kit/src/assets/c.ts': '',
    'packages/kit/src/db.node.ts': '',
    'packages/kit/src/db.ts': '',
    'packages/kit/src/utils/deep/x.ts': '',
    'packages/sugar/package.json': { name: 'sugar', exports: './lib.js' },
    'packages/sugar/lib.ts': '',
  });
  expectTable(resolver, [
    ['app.ts', 'kit', 'packages/kit/src/index.ts'],
    ['app.ts', 'kit/server', 'packages/kit/source/server.ts'],
    ['app.ts', 'kit/features/a', 'packages/kit/src/features/a.ts'],
    ['app.ts', 'kit/features/long/b.js', 'packages/kit/src/long/b.ts'],
    ['app.ts', 'kit/assets/c.ts', 'packages/kit/src/assets/c.ts'],
    ['app.ts', 'sugar', 'packages/sugar/lib.ts'],
    ['packages/kit/src/y.ts', 'kit/features/a', 'packages/kit/src/features/a.ts'],
    ['packages/kit/src/y.ts', '#db', 'packages/kit/src/db.node.ts'],
    ['packages/kit/src/y.ts', '#utils/deep/x', 'packages/kit/src/utils/deep/x.ts'],
    ['packages/kit/src/y.ts', '#crypto', 'pkg:node:crypto'],
    ['packages/kit/src/y.ts', '#log', 'pkg:pino'],
    ['app.ts', '#db', 'missing'],
  ]);
});

test('what a build would have written is traced to its sources', () => {
  const resolver = resolverOf({
    'packages/sdk/package.json': {
      name: '@acme/sdk',
      main: 'dist/cjs/index.js',
      exports: {
        '.': './dist/esm/index.mjs',
        './plugins': { types: './dist/plugins/index.d.ts', default: './dist/esm/plugins/index.mjs' },
      },
    },
    'packages/sdk/src/index.ts': '',
    'packages/sdk/src/plugins/index.ts': '',
    'packages/sdk/plugins/package.json': { main: '../dist/cjs/plugins/index.js' },
    'packages/shared/package.json': { name: 'shared', main: 'dist/index.js' },
    'packages/shared/constants.js': '',
    'packages/shared/src/constants.ts': '',
    'packages/shared/src/index.ts': '',
    'packages/flat/package.json': { name: 'flat', main: 'build/server.js' },
    'packages/flat/server.ts': '',
    'packages/kept/package.json': { name: 'kept', main: 'dist/index.js' },
    'packages/kept/dist/index.js': '',
    'packages/kept/src/index.ts': '',
    'packages/lib/package.json': { name: 'own-lib', main: 'lib/index.js' },
    'packages/lib/lib/index.js': '',
    'packages/lib/src/index.js': '',
    'packages/lib/src/gone.ts': '',
    'packages/bare/package.json': { name: 'bare' },
    'packages/bare/src/index.ts': '',
    'packages/loop/package.json': { name: 'loop', main: '.' },
  });
  expectTable(resolver, [
    ['a.ts', '@acme/sdk', 'packages/sdk/src/index.ts'],
    ['a.ts', '@acme/sdk/plugins', 'packages/sdk/src/plugins/index.ts'],
    ['a.ts', './packages/sdk/plugins', 'packages/sdk/src/plugins/index.ts'],
    ['a.ts', 'shared', 'packages/shared/src/index.ts'],
    ['packages/shared/constants.js', './dist/constants', 'packages/shared/src/constants.ts'],
    ['a.ts', 'flat', 'packages/flat/server.ts'],
    ['a.ts', 'kept', 'packages/kept/src/index.ts'],
    ['a.ts', 'own-lib', 'packages/lib/lib/index.js'],
    // `lib` is in the tree, so what it lacks is missing and not unbuilt.
    ['packages/lib/test/t.js', '../lib/gone', 'missing'],
    ['a.ts', 'bare', 'packages/bare/src/index.ts'],
    ['a.ts', 'loop', 'pkg:loop'],
  ]);
});

test('customary aliases are tried when no configuration of data knows them', () => {
  const resolver = resolverOf({
    'web/package.json': { name: 'web' },
    'web/src/api/user.js': '',
    'web/app/root.tsx': '',
    'web/src/lib/x.ts': '',
  });
  expectTable(resolver, [
    ['web/src/a.js', '@/api/user', 'web/src/api/user.js'],
    ['web/app/b.tsx', '~/root', 'web/app/root.tsx'],
    ['web/src/a.ts', '$lib/x', 'web/src/lib/x.ts'],
    ['web/src/a.ts', '@/api/none', 'missing'],
  ]);
});

test('answers and problems depend neither on the order of files nor on that of questions', () => {
  const contents = {
    'z/package.json': { name: 'twin' },
    'z/index.ts': '',
    'a/package.json': { name: 'twin' },
    'a/index.ts': '',
    'a/tsconfig.json': '{',
    'b/tsconfig.json': '{ "extends": ',
  };
  const forward = resolverOf(contents);
  const backward = resolverOf(Object.fromEntries(Object.entries(contents).reverse()));
  const asked = ['twin', './a', './z'];
  const answers = asked.map((specifier) => show(forward.resolve('m.ts', specifier)));
  expect(
    [...asked]
      .reverse()
      .map((specifier) => show(backward.resolve('m.ts', specifier)))
      .reverse(),
  ).toEqual(answers);
  expect(answers).toEqual(['a/index.ts', 'a/index.ts', 'z/index.ts']);
  expect(backward.problems).toEqual(forward.problems);
  expect(forward.problems).toHaveLength(2);
  expect(show(forward.resolve('z/q.ts', 'twin'))).toBe('z/index.ts');
});

test('thousands of questions list the project once and probe each specifier of a folder once', () => {
  const base = projectOf({ 'src/a.ts': '', 'package.json': { name: 'app' } });
  let probes = 0;
  let lists = 0;
  const resolver = createResolver({
    read: base.read,
    has: (path) => {
      probes++;
      return base.has(path);
    },
    list: () => {
      lists++;
      return base.list();
    },
  });
  expect([lists, probes]).toEqual([0, 0]);
  resolver.resolve('src/f.ts', './a');
  const listsAtStart = lists;
  const probesAtStart = probes;
  for (let index = 0; index < 5000; index++) resolver.resolve(`src/f${index}.ts`, './a');
  expect(lists).toBe(listsAtStart);
  expect(probes - probesAtStart).toBeLessThan(10);
});
