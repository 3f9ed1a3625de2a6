/** Models that go by the arguments are offered the methods of what cannot be followed; copies of a value are the value. */
import { expect, test } from 'vitest';
import { defaultConfig } from '../../contract/config.ts';
import type { Model } from '../../engine/rule/index.ts';
import { analyse } from '../../engine/workspace/analyse.ts';
import { exhibit, inputOf, sourcesIn } from '../support/project.ts';

function seen(text: string): string[] {
  const out: string[] = [];
  const model: Model = {
    id: 'probe',
    match: {
      names: ['seal'],
      of: (key) => (call, q) => {
        const value = q.prop(call.arg(0), 'alg');
        out.push(`${key} ${value.is === 'known' ? String(value.v) : value.is}`);
      },
    },
  };
  const files = { 'a.ts': text };
  analyse({ ...inputOf(files, defaultConfig()), contract: exhibit(), models: [model], rules: [], sources: sourcesIn(files) });
  return out;
}

test('a method of something unknown is offered as `?#name`', () => {
  expect(seen("export const f = (box: any) => box.seal({ alg: 'x' });")).toEqual(['?#seal x']);
});

test('a method of a package goes by its own key', () => {
  expect(seen("import box from 'box'; export const f = () => box.seal({ alg: 'x' });")).toEqual(['box#seal x']);
});

test('a plain call of something unknown is not offered', () => {
  expect(seen("export const f = (seal: any) => seal({ alg: 'x' });")).toEqual([]);
});

test('a deep copy is the value it copies', () => {
  const text =
    "import { cloneDeep } from 'lodash'; import box from 'box'; const d = { alg: 'y' }; const c = cloneDeep(d); export const f = () => box.seal(c);";
  expect(seen(text)).toEqual(['box#seal y']);
});
