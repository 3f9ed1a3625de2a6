/** Texts that differ only in their known parts are different alternatives, and a default stands beside what a package gave. */
import { expect, test } from 'vitest';
import { defaultConfig } from '../../contract/config.ts';
import type { Model } from '../../engine/rule/index.ts';
import { alternatives } from '../../engine/rule/index.ts';
import { analyse } from '../../engine/workspace/analyse.ts';
import { inputOf } from '../support/project.ts';

function seen(text: string): string[] {
  const out: string[] = [];
  const model: Model = {
    id: 'probe',
    calls: {
      'box#probing': (call) => {
        for (const one of alternatives(call.arg(0)))
          out.push(
            one.is === 'text'
              ? one.parts.map((part) => (typeof part === 'string' ? part : '?')).join('')
              : one.is === 'known'
                ? String(one.v)
                : one.is,
          );
      },
    },
  };
  analyse({ ...inputOf({ 'a.ts': text }, defaultConfig()), models: [model], rules: [] });
  return out;
}

test('a default inside a template keeps the alternative that is not known', () => {
  expect(seen("import { probing } from 'box'; export const f = (o: any) => probing(`http://${o.host || 'localhost'}:${o.port}`);")).toEqual(
    ['http://?:?', 'http://localhost:?'],
  );
});

test('what a call of a package gave, or a part of it, may be missing', () => {
  expect(seen("import { probing } from 'box'; import load from 'loader'; probing(load().port || 8080);")).toEqual(['ext', '8080']);
});

test('what is made with new, and what a package exports, is there', () => {
  expect(
    seen("import { probing } from 'box'; import { Agent, agent } from 'loader'; probing(new Agent() || 1); probing(agent || 1);"),
  ).toEqual(['ext', 'ext']);
});
