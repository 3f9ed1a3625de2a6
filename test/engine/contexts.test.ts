/** Evidence that hangs on parameters is judged again for each caller: also what stands together by name, and all that a caller brings to light. */
import { expect, test } from 'vitest';
import type { Model, Rule } from '../../engine/rule/index.ts';
import { answer, certain, defineModel, defineRule, known, numberOf, stringOf } from '../../engine/rule/index.ts';
import { analyse } from '../../engine/workspace/analyse.ts';
import { inputOf, type Texts } from '../support/project.ts';

/** `slow(secret, cost)` tells its cost; `pick(name)` tells one hash for each letter of the name, once the name is known. */
const model: Model = defineModel({
  id: 'contexts',
  calls: {
    'outside#slowHash': (call, _q, emit) => {
      const work = { cost: answer(call.arg(1), numberOf) };
      emit({ kind: 'passwordHash', at: call.at, api: 'slow', algorithm: certain('bcrypt', known('bcrypt', call.at)), work });
    },
    'outside#pickHash': (call, _q, emit) => {
      const name = stringOf(call.arg(0));
      for (const letter of name ?? '?') {
        const algorithm = name === undefined ? answer(call.arg(0), stringOf) : certain(letter, call.arg(0));
        emit({ kind: 'passwordHash', at: call.at, api: 'pick', algorithm });
      }
    },
  },
});

const heard: string[] = [];
const rule: Rule<'passwordHash', string> = defineRule<'passwordHash', string>({
  id: 'contexts-rule',
  obligation: 'hash-strength',
  evidence: 'passwordHash',
  title: { en: 't', ja: 't' },
  cwe: [],
  judge: (use) => {
    const told = [use.algorithm, ...(use.work?.['cost'] ? [use.work['cost']] : [])];
    heard.push(told.map((one) => one.alternatives.map((a) => (a.is === 'known' ? String(a.value) : a.is)).join('|')).join(' '));
    return undefined;
  },
  say: { en: (what) => ({ what, why: '', todo: '' }), ja: (what) => ({ what, why: '', todo: '' }) },
});

function said(texts: Texts): string[] {
  heard.length = 0;
  analyse({ ...inputOf(texts), models: [model], rules: [rule as unknown as Rule] });
  return [...heard].sort();
}

test('answers that stand together by name are followed out to the callers', () => {
  const texts = {
    'a.ts': `import { slowHash } from 'outside';\nexport const hash = (text: string, cost: number) => slowHash(text, cost);`,
    'b.ts': `import { hash } from './a';\nhash('x', 12);\nhash('y', 4);`,
  };
  expect(said(texts)).toEqual(['bcrypt 12', 'bcrypt 4']);
});

test('a caller may bring to light more than the place alone could tell', () => {
  const texts = {
    'a.ts': `import { pickHash } from 'outside';\nexport const hash = (name: string) => pickHash(name);`,
    'b.ts': `import { hash } from './a';\nhash('abc');`,
  };
  expect(said(texts)).toEqual(['a', 'b', 'c']);
});

test('a function of a package stays itself when it is made to answer with a promise', () => {
  const texts = {
    'a.ts': `import { promisify } from 'node:util';\nimport { slowHash } from 'outside';\nconst slow = promisify(slowHash);\nslow('x', 9);`,
  };
  expect(said(texts)).toEqual(['bcrypt 9']);
});
