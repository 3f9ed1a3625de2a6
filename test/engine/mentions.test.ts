/** Which files are read because somebody asks who calls a name: all that may call it, and none that only speak of it. */
import { expect, test } from 'vitest';
import { Mentions } from '../../engine/workspace/mentions.ts';

const asked = (text: string): boolean => new Mentions(new Map([['a.ts', { text }]]), () => true).of('seal').length === 1;

test.each([
  'seal(key)',
  'box.seal (key)',
  'seal<Buffer>(key)',
  'box.seal?.(key)',
  'box.seal!(key)',
  'seal`text`',
  "box['seal'](key)",
  'box["seal"](key)',
  "import { seal as close } from './box';",
  'new seal()',
  'const made = new seal;',
  'new boxes.seal',
  'class Other extends seal {}',
  'class Other extends boxes.seal {}',
  'seal /* with the key */ (key)',
  'seal\n  (key)',
])('%j may call it', (text) => expect(asked(text)).toBe(true));

test.each([
  '',
  'sealed(key)',
  'unseal(key)',
  '$seal(key)',
  'const { seal } = box;',
  'type A = { seal: string };',
  '// seal the box',
  'ésealé(1)',
  "log('seal')",
])('%j does not', (text) => expect(asked(text)).toBe(false));
