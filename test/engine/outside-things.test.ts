/** What models see of outside classes and of members that only an annotation tells, and which files a model wakes. */
import { expect, test } from 'vitest';
import type { Model, Rule } from '../../engine/rule/index.ts';
import { answer, defineModel, defineRule } from '../../engine/rule/index.ts';
import { analyse } from '../../engine/workspace/analyse.ts';
import { triggers } from '../../engine/workspace/triggers.ts';
import { inputOf, type Texts } from '../support/project.ts';

/** Tells the value of `region` in the last argument of `new Store(…)` of the package `outside`. */
const model: Model = defineModel({
  id: 'outside',
  calls: {
    'outside#StoreFront': (call, q, emit) => {
      const where = answer(q.prop(call.arg(call.args.length - 1), 'region'), (one) =>
        one.is === 'known' && typeof one.v === 'string' ? { label: one.v, countries: undefined } : undefined,
      );
      emit({ kind: 'logDestination', at: call.at, anchor: 'sink', what: { en: call.isNew ? 'new' : 'call', ja: '' }, where });
    },
  },
});

const rule: Rule<'logDestination', string> = defineRule<'logDestination', string>({
  id: 'outside-rule',
  obligation: 'logs-in-approved-regions',
  evidence: 'logDestination',
  title: { en: 't', ja: 't' },
  cwe: [],
  judge: (sink) => ({
    is: 'breaks',
    found: `${sink.what.en} ${sink.where.alternatives.map((one) => (one.is === 'known' ? one.value.label : one.is === 'unknown' ? one.why : 'absent')).join('|')}`,
  }),
  say: { en: (found) => ({ what: found, why: '', todo: '' }), ja: (found) => ({ what: found, why: '', todo: '' }) },
});

function found(texts: Texts): string[] {
  const { report } = analyse({ ...inputOf(texts), models: [model], rules: [rule as unknown as Rule] });
  return report.findings.map((one) => `${one.place.path}:${one.place.startLine} ${one.message.what.en}`);
}

test('a super call stands for the new of the outside class', () => {
  expect(
    found({
      'a.ts': `import { StoreFront } from 'outside';
class Own extends StoreFront {
  constructor(region: string) {
    super({ region });
  }
}
new Own('eu-west-1');`,
    }),
  ).toEqual(['a.ts:4 new eu-west-1']);
});

test('a member told by an outside type still leads to the callers of the parameter', () => {
  expect(
    found({
      'a.ts': `import { StoreFront, type Props } from 'outside';
export function make(props: Props) {
  return new StoreFront({ region: props.env.region });
}`,
      'b.ts': `import { make } from './a';
make({ env: { region: 'eu-west-2' } });`,
    }),
  ).toEqual(['a.ts:3 new eu-west-2']);
});

test('a spread of a member told by an outside type leads to the callers, too', () => {
  expect(
    found({
      'a.ts': `import { StoreFront, type Props } from 'outside';
export function make(props: Props) {
  return new StoreFront({ ...props.env });
}`,
      'b.ts': `import { make } from './a';
make({ env: { region: 'eu-west-3' } });`,
    }),
  ).toEqual(['a.ts:3 new eu-west-3']);
});

test('without callers it is a parameter, not an unreadable value', () => {
  expect(
    found({
      'a.ts': `import { StoreFront, type Props } from 'outside';
export function make(props: Props) {
  return new StoreFront({ region: props.env.region });
}`,
    }),
  ).toEqual(['a.ts:3 new parameter']);
});

test('variables of import.meta.env are environment, and give way to a default', () => {
  expect(
    found({
      'a.ts': `import { StoreFront } from 'outside';
new StoreFront({ region: import.meta.env.VITE_REGION });
new StoreFront({ region: import.meta.env.VITE_REGION ?? 'us-east-1' });`,
    }),
  ).toEqual(['a.ts:2 new environment', 'a.ts:3 new us-east-1']);
});

test('a star mapping to installed packages takes no built-in away', () => {
  expect(
    found({
      'tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "*": ["node_modules/*"] } } }',
      'a.ts': `import * as process from 'process';
import { StoreFront } from 'outside';
new StoreFront({ region: process.env.REGION });`,
    }),
  ).toEqual(['a.ts:3 new environment']);
});

test('words of a match stand in for its names', () => {
  const match = { names: ['Function', 'init'], of: () => undefined };
  const named = triggers([defineModel({ id: 'm', match })]);
  expect(named.test('new Function()', 'a.ts')).toBe(true);
  expect(named.test('function f() {}', 'a.ts')).toBe(false);
  const worded = triggers([defineModel({ id: 'm', match: { ...match, words: ['aws-cdk'] } })]);
  expect(worded.test('function init() {}', 'a.ts')).toBe(false);
  expect(worded.test("import 'aws-cdk-lib'", 'a.ts')).toBe(true);
});
