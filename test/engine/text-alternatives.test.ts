/** Texts that differ only in their known parts are different alternatives. */
import { expect, test } from 'vitest';
import { defaultConfig } from '../../contract/config.ts';
import { alternatives } from '../../engine/rule/index.ts';
import type { Model } from '../../engine/rule/index.ts';
import { analyse } from '../../engine/workspace/analyse.ts';
import { inputOf } from '../support/project.ts';

function seen(text: string): string[] {
  const out: string[] = [];
  const model: Model = {
    id: 'probe',
    calls: {
      'box#probing': (call) => {
        for (const one of alternatives(call.arg(0))) out.push(one.is === 'text' ? one.parts.map((part) => (typeof part === 'string' ? part : '?')).join('') : one.is);
      },
    },
  };
  analyse({ ...inputOf({ 'a.ts': text }, defaultConfig()), models: [model], rules: [] });
  return out;
}

test('a default inside a template keeps the alternative that is not known', () => {
  expect(seen("import { probing } from 'box'; export const f = (o: any) => probing(`http://${o.host || 'localhost'}:${o.port}`);")).toEqual([
    'http://?:?',
    'http://localhost:?',
  ]);
});
