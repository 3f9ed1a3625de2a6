// What new-rule and new-model share: the names they may use, and writing files that are not there yet.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const read = (file) => readFileSync(join(root, file), 'utf8');

/** The kinds of evidence there are, as the engine's list has them. */
export const kinds = [...read('engine/rule/evidence.ts').matchAll(/readonly kind: '(\w+)'/g)].map(([, kind]) => kind).sort();

/** Obligation → the rules that the contract lists for it. */
export const obligations = new Map(
  JSON.parse(read('contract/security-exhibit.json')).clauses.flatMap((clause) => clause.obligations.map((one) => [one.id, one.rules])),
);

export function fail(...lines) {
  console.error(lines.join('\n'));
  process.exit(1);
}

export const isId = (text) => /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text ?? '');

/** Writes all files or, when one of them is there already, none; then brings the registry up to date. */
export function create(files) {
  const taken = Object.keys(files).filter((file) => existsSync(join(root, file)));
  if (taken.length > 0) fail(`There is already a file ${taken.join(', ')}.`);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
    console.log(`wrote ${file}`);
  }
  execFileSync(process.execPath, [join(root, 'tools', 'generate.mjs')], { stdio: 'inherit' });
}
