/**
 * Bundles the product into dist/, which runs with no node_modules beside it.
 *
 *   dist/<entry>.js         one file for each entry below that exists
 *   dist/pages.js           the rules' pages, loaded when one is shown
 *   dist/parser.js          TypeScript's parser, dist/typescript.js all of the compiler, dist/estree.js typescript-estree: loaded lazily by the
 *                           entries; made only when a version changed
 *   dist/THIRD_PARTY_NOTICES.txt   the licences of every package inside
 */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { packagesOf, writeNotices } from './notices.mjs';
import { buildParser } from './parser-only.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const product = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** What is run directly. `…worker.ts` is what worker threads start; `vscode` is there only inside the editor. */
const entries = [
  { source: 'cli/start.ts', out: 'cli.js', banner: '#!/usr/bin/env node\n' },
  { source: 'cli/bin.ts', out: 'program.js' },
  { source: 'host/worker.ts', out: 'worker.js' },
  { source: 'server/bin.ts', out: 'server.js' },
  { source: 'server/worker.ts', out: 'server-worker.js' },
  // Small, because VS Code loads it while a file opens.
  { source: 'client/extension.ts', out: 'extension.js', minify: true },
  { source: 'rules/pages.generated.ts', out: 'pages.js' },
];

/** What facts are made with. */
const PARSER = './parser.js';

/** Packages kept in files of their own, by specifier. */
const apart = new Map([
  ['typescript', './typescript.js'],
  ['typescript/lib/tsserverlibrary', './typescript.js'],
  ['@typescript-eslint/typescript-estree', './estree.js'],
]);

/** Points imports of those packages, also the lazy ones of engine/syntax, to the files beside the bundle. */
const packagesApart = (except) => ({
  name: 'packages-apart',
  setup(bundler) {
    bundler.onResolve({ filter: /^(typescript|@typescript-eslint\/typescript-estree)(\/|$)/ }, ({ path, importer }) => {
      const file = /[\\/]engine[\\/]syntax[\\/]typescript\.ts$/.test(importer) ? PARSER : apart.get(path);
      return file === undefined || file === except ? undefined : { path: file, external: true };
    });
    bundler.onLoad({ filter: /[\\/]engine[\\/]syntax[\\/](typescript|estree)\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const contents = text.replace(/createRequire\(import\.meta\.url\)\(('[^']+')\)/g, 'require($1)');
      if (contents === text || contents.includes('import.meta.url')) {
        return { errors: [{ text: 'expected createRequire(import.meta.url)(…) with a literal', location: { file: path } }] };
      }
      return { contents, loader: 'ts' };
    });
  },
});

/** The rules' pages are long, and a check shows none: they are read from a file of their own at the first use. */
const pagesApart = {
  name: 'pages-apart',
  setup(bundler) {
    bundler.onResolve({ filter: /\/pages\.generated\.ts$/ }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path, namespace: 'pages-apart' },
    );
    bundler.onLoad({ filter: /.*/, namespace: 'pages-apart' }, () => ({
      contents: "Object.defineProperty(exports, 'pages', { enumerable: true, get: () => require('./pages.js').pages });",
    }));
    bundler.onResolve({ filter: /^\.\/pages\.js$/, namespace: 'pages-apart' }, ({ path }) => ({ path, external: true }));
  },
};

const common = {
  absWorkingDir: root,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  // UMD builds, which some packages name as their `main`, cannot be followed.
  mainFields: ['module', 'main'],
  target: 'node20',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};

/**
 * A package in a file of its own. Its first line says what it was made from; equal words there mean that nothing is to be done.
 * @param make the bundle, from esbuild's options
 */
async function buildApart(out, make) {
  const file = join(dist, out);
  const versions = ['typescript', '@typescript-eslint/typescript-estree', 'esbuild'].map((name) => `${name}@${installedVersion(name)}`);
  const recipe = createHash('sha256');
  for (const one of recipes) recipe.update(readFileSync(join(root, one)));
  const key = `${versions.join(' ')} build@${recipe.digest('hex').slice(0, 12)}`;
  const made = existsSync(file) ? readMade(file) : undefined;
  if (made?.key === key) return made.packages;
  const { metafile, outputFiles } = await make({ ...common, outfile: file, minify: true, write: false });
  const packages = packagesOf(metafile);
  writeFileSync(file, `/* ${JSON.stringify({ key, packages })} */\n${outputFiles[0].text}`);
  return packages;
}

/** What the form of those files hangs on, beside the packages' versions. */
const recipes = ['tools/build.mjs', 'tools/parser-only.mjs', 'engine/syntax/parser-names.ts'];

/** A list of literals, and nothing else between brackets. */
const parserNames = () => readFileSync(join(root, 'engine/syntax/parser-names.ts'), 'utf8').match(/(?<=^ {2}')\w+(?=',$)/gm);

const wholePackage = (specifier) =>
  buildApart(apart.get(specifier), (options) =>
    build({ ...options, entryPoints: [specifier], plugins: [packagesApart(apart.get(specifier))] }),
  );

function readMade(file) {
  const first = /^\/\* (\{.*\}) \*\/$/.exec(readFileSync(file, 'utf8').split('\n', 1)[0]);
  return first ? JSON.parse(first[1]) : undefined;
}

function installedVersion(name) {
  return JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version;
}

async function buildEntry({ source, out, banner = '', minify = false }) {
  const { metafile } = await build({
    ...common,
    entryPoints: [source],
    outfile: join(dist, out),
    minify,
    external: ['vscode'],
    loader: { '.md': 'text' },
    define: { CLAUSELINT_VERSION: JSON.stringify(product.version), 'import.meta.url': 'bundleUrl' },
    banner: { js: `${banner}const bundleUrl = require('node:url').pathToFileURL(__filename).href;` },
    plugins: [packagesApart(), pagesApart],
    // Half of a short run is reading the program itself. Names stay, for the sake of messages and stacks.
    minifySyntax: true,
    minifyWhitespace: true,
  });
  if (banner.startsWith('#!')) chmodSync(join(dist, out), 0o755);
  return packagesOf(metafile);
}

async function main() {
  const started = performance.now();
  mkdirSync(dist, { recursive: true });
  const present = entries.filter((entry) => existsSync(join(root, entry.source)));
  for (const entry of entries) if (!present.includes(entry)) rmSync(join(dist, entry.out), { force: true });
  const bundled = await Promise.all([
    buildApart(PARSER, (options) => buildParser(parserNames(), options)),
    wholePackage('typescript'),
    wholePackage('@typescript-eslint/typescript-estree'),
    ...present.map(buildEntry),
  ]);
  writeNotices(root, join(dist, 'THIRD_PARTY_NOTICES.txt'), [...new Set(bundled.flat())]);
  const made = present.map((entry) => `dist/${entry.out}`).join(', ') || 'no entry yet';
  console.error(`build: ${made} in ${Math.round(performance.now() - started)} ms`);
}

main().catch((error) => {
  // What esbuild found wrong with the sources it has already shown, with their lines.
  console.error(Array.isArray(error.errors) ? 'build: failed' : error);
  process.exit(1);
});
