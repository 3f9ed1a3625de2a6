/** Which packages a bundle holds, and the notices their licences ask for. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const licenceFile = /^(licen[cs]e|copying|notice|third-?party-?notice)/i;

/** The folders below node_modules of an esbuild metafile's inputs, sorted: `node_modules/yaml`, `node_modules/@a/b`. */
export function packagesOf(metafile) {
  const folders = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input);
    if (folder) folders.add(folder[0]);
  }
  return [...folders].sort();
}

/** Throws when a bundled package carries no licence text: its notice could not be given. */
export function writeNotices(root, file, folders) {
  const parts = folders.sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const texts = readdirSync(join(root, folder))
      .filter((entry) => licenceFile.test(entry))
      .sort();
    if (texts.length === 0) throw new Error(`${name} ${version} (${license}) is bundled, but has no licence file.`);
    const bodies = texts.map((text) =>
      readFileSync(join(root, folder, text), 'utf8')
        .replaceAll('\r\n', '\n')
        .trim(),
    );
    return `${name} ${version} (${license})\n\n${bodies.join('\n\n')}\n`;
  });
  const rule = `\n${'-'.repeat(100)}\n\n`;
  writeFileSync(file, ['Clauselint contains the following software.\n', ...parts].join(rule));
}
