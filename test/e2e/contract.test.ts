/** Another contract: other clause numbers, other figures. Nothing in the engine or the rules is bound to the exhibit. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clauselint, project, ROOT } from './run.ts';

const tiny = readFileSync(join(ROOT, 'test', 'contract', 'tiny.contract.json'), 'utf8');
const code = `import { createCipheriv } from 'node:crypto';
export const a = (key: Buffer, iv: Buffer) => createCipheriv('aes-128-gcm', key, iv);
export const b = (key: Buffer, iv: Buffer) => createCipheriv('des-cbc', key, iv);
`;

function findings(files: Readonly<Record<string, string>>): { rule: string; clauses: string[]; place: { startLine: number } }[] {
  const made = project({ 'seal.ts': code, ...files });
  const run = clauselint(['check', '.', '--format', 'json'], made.dir);
  made.done();
  return JSON.parse(run.out).findings;
}

describe('the contract is the configuration', () => {
  it('the built-in exhibit asks for 256 bits', () => {
    expect(findings({}).map((one) => [one.place.startLine, one.clauses])).toEqual([
      [2, ['3.E']],
      [3, ['3.E']],
    ]);
  });

  it('a contract that asks for 128 bits gets its own clause number and its own judgement', () => {
    const found = findings({ 'clauselint.jsonc': '{ "contract": "./tiny.contract.json" }', 'tiny.contract.json': tiny });
    expect(found.map((one) => one.place.startLine)).toEqual([3]);
    expect(found[0]?.clauses[0]).toMatch(/^A-/);
  });

  it('a project may override a figure', () => {
    expect(findings({ 'clauselint.jsonc': '{ "terms": { "cipher-key-bits": 128 } }' }).map((one) => one.place.startLine)).toEqual([3]);
  });
});
