/** A file that somebody changes while the check runs is not written, and the report tells of it as it was when it was last seen. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fixAll } from '../../cli/fixing.ts';
import { openProject } from '../../host/project.ts';
import { models, rules } from '../../rules/registry.generated.ts';
import { inputOf } from '../support/project.ts';

test('a file that changed meanwhile stays as it is', () => {
  const root = mkdtempSync(join(tmpdir(), 'clauselint-'));
  const before = "import tls from 'node:tls';\ntls.connect({ host: 'a.example.com', minVersion: 'TLSv1' });\n";
  const after = `// somebody's comment\n${before}`;
  writeFileSync(join(root, 'a.ts'), after);
  const setting = { ...inputOf({ 'a.ts': before }), models, rules };
  const fixed = fixAll(setting, [{ path: 'a.ts', text: before }], openProject(root), () => true, true);
  expect(fixed).toMatchObject({ files: [], made: 0, unwritten: [{ path: 'a.ts', why: 'changed' }] });
  expect(fixed.analysis.report.findings.map((one) => one.place.startLine)).toEqual([3]);
  expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe(after);
  rmSync(root, { recursive: true, force: true });
});
