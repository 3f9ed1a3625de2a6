/** The tree that is measured: a copy in a repository of its own, so that the tree given is never changed. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

const NOT_COPIED = new Set(['node_modules', '.git']);
const SOURCE = /\.[cm]?[jt]sx?$/;

/** Nothing of the user's or the machine's settings: they may name programs. */
const ENV = {
  ...process.env,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
  GIT_AUTHOR_NAME: 'bench',
  GIT_AUTHOR_EMAIL: 'bench@example.com',
  GIT_COMMITTER_NAME: 'bench',
  GIT_COMMITTER_EMAIL: 'bench@example.com',
};

export class Subject {
  /** Copies `from`, which may be the copy itself, into `root`, and commits it. Files that git ignores are left out. */
  constructor(from, root) {
    if (from !== root)
      cpSync(from, root, { recursive: true, verbatimSymlinks: true, filter: (path) => path === from || !NOT_COPIED.has(basename(path)) });
    this.root = realpathSync(root);
    this.git('init', '-q');
    this.git('add', '-A');
    this.git('commit', '-q', '--no-verify', '-m', 'Tree');
    this.git('clean', '-q', '-f', '-d', '-X');
    // Loose objects are slower to read than what clones consist of.
    this.git('repack', '-a', '-d', '-q');
    this.sources = listSources(this.root);
    this.edits = 0;
  }

  get size() {
    return this.sources.reduce((sum, path) => sum + statSync(path).size, 0);
  }

  /** Gives the files at even steps through the tree a text that they never had, which has to be parsed anew. */
  change(count) {
    const ordinary = this.sources.filter(
      (path) => !/\.d\.|\.(?:test|spec|stories)\.|[\\/](?:tests?|__tests__|e2e|generated)[\\/]/.test(path),
    );
    const list = ordinary.length >= count ? ordinary : this.sources;
    const chosen = Array.from({ length: count }, (_, i) => list[Math.floor(((i + 1) * list.length) / (count + 1))]);
    this.edits += 1;
    for (const path of chosen)
      appendFileSync(
        path,
        `\nexport const bench${this.edits} = () => require('node:crypto').createHash('sha256').update('${this.edits}');\n`,
      );
    return chosen;
  }

  stage(paths) {
    this.git('add', '--', ...paths.map((path) => relative(this.root, path)));
  }

  /** Back to what was copied, so that later measurements see the same tree. */
  restore() {
    this.git('reset', '-q', '--hard');
  }

  git(...args) {
    const settings = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.autocrlf=false', '-c', 'gc.auto=0', '-c', 'core.fsmonitor=false'];
    execFileSync('git', [...settings, ...args], { cwd: this.root, env: ENV, stdio: ['ignore', 'ignore', 'pipe'], maxBuffer: 2 ** 28 });
  }
}

function listSources(folder, out = []) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (NOT_COPIED.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) listSources(path, out);
    else if (entry.isFile() && SOURCE.test(entry.name)) out.push(path);
  }
  return out;
}

/** One strict configuration for both compilers, in place of the tree's own: without installed packages theirs would only fail sooner. */
export function writeTypeScriptConfig(folder, root) {
  const file = join(folder, 'tsconfig.json');
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    types: [],
    jsx: 'preserve',
    experimentalDecorators: true,
    allowImportingTsExtensions: true,
  };
  const all = ['ts', 'tsx', 'mts', 'cts'].map((extension) => `${root}/**/*.${extension}`);
  writeFileSync(file, JSON.stringify({ compilerOptions, include: all, exclude: [`${root}/**/node_modules`, `${root}/**/dist`] }));
  return file;
}

export function removeFolder(folder) {
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
}
