/** What programs do with our SARIF: match two runs, and make the fixes. They come to what the command itself comes to. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log, Replacement, Result } from 'sarif';
import { expect, inject, it as test } from 'vitest';
import { clauselint, project } from '../e2e/run.ts';
import { cipher, TODAY } from './projects.ts';
import { sarifRun, sourceText } from './read.ts';
import { matchForward } from './tools.ts';

const states = (results: readonly Result[]): Record<string, string | undefined> =>
  Object.fromEntries(
    results
      .filter(({ kind }) => kind === undefined || kind === 'fail')
      .map(({ locations, baselineState }) => [locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '', baselineState]),
  );

test('matched with an earlier run by Microsoft’s tool, findings are new, known or gone as our baseline says', () => {
  const { dir, done } = project({ 'src/old.ts': cipher('des-cbc'), 'src/gone.ts': cipher('des-ede3-cbc'), 'clauselint.jsonc': '{}' });
  const sarif = (name: string, ...args: string[]): string => {
    const ran = clauselint(['check', '--now', TODAY, ...args, '--format', `sarif:${name}`], dir);
    expect(ran.code, ran.err).toBe(1);
    return join(dir, name);
  };
  const read = (file: string): readonly Result[] =>
    (JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, '')) as Log).runs[0]?.results ?? [];
  try {
    const earlier = sarif('earlier.sarif', '--no-baseline');
    clauselint(['baseline', '--now', '2026-01-05'], dir);
    writeFileSync(join(dir, 'src/old.ts'), `// A line more.\n\n${cipher('des-cbc')}`);
    writeFileSync(join(dir, 'src/gone.ts'), 'export {};\n');
    writeFileSync(join(dir, 'src/new.ts'), cipher('bf-cbc'));
    const ours = states(read(sarif('ours.sarif', '--sarif-profile', 'full')));
    expect(ours).toEqual({ 'src/new.ts': 'new', 'src/old.ts': 'unchanged', 'src/gone.ts': 'absent' });
    // What is known and stands elsewhere in its file is `updated` to a tool that compares places too.
    expect(states(read(matchForward(sarif('later.sarif', '--no-baseline'), earlier)))).toEqual({ ...ours, 'src/old.ts': 'updated' });
  } finally {
    done();
  }
});

test('made from the report alone, the safe fixes leave what --fix leaves', () => {
  const changes = new Map<string, Map<string, Replacement>>();
  for (const fix of (sarifRun('lived', 'en', 'full').results ?? []).flatMap(({ fixes = [] }) => fixes))
    if (fix.properties?.['safe'] === true)
      for (const { artifactLocation, replacements } of fix.artifactChanges) {
        const path = decodeURIComponent(artifactLocation.uri ?? '');
        const ofFile = changes.get(path) ?? new Map<string, Replacement>();
        // Two findings may have one fix.
        for (const replacement of replacements) ofFile.set(JSON.stringify(replacement), replacement);
        changes.set(path, ofFile);
      }
  expect([...changes.keys()]).toEqual(expect.arrayContaining(['src/client.ts', 'src/crlf.ts']));
  const copy = project({});
  try {
    cpSync(join(inject('folder'), 'lived'), copy.dir, { recursive: true });
    clauselint(['check', '--now', TODAY, '--fix'], copy.dir);
    for (const [path, replacements] of changes) {
      const before = sourceText('lived', path);
      const fixed = [...replacements.values()]
        .sort((a, b) => (b.deletedRegion.charOffset ?? 0) - (a.deletedRegion.charOffset ?? 0))
        .reduce((text, { deletedRegion: { charOffset = 0, charLength = 0 }, insertedContent }) => {
          return text.slice(0, charOffset) + (insertedContent?.text ?? '') + text.slice(charOffset + charLength);
        }, before);
      expect(fixed).not.toBe(before);
      expect(readFileSync(join(copy.dir, path), 'utf8')).toBe(fixed);
    }
  } finally {
    copy.done();
  }
});
