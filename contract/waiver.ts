/** The form of a waiver in the configuration. */
import { whatIsWaived } from './messages.ts';
import { matching, object, optional, type Read, required, type Shape, text } from './shape.ts';
import { DATE, type WordPattern } from './term-kinds.ts';
import type { ConfigWaiver } from './types.ts';

export const FINGERPRINT: WordPattern = {
  regex: '^[0-9a-f]{32}$',
  says: { en: 'a fingerprint: 32 digits from 0 to f', ja: 'フィンガープリント (0 から f までの 32 桁)' },
};

const fields: Shape<Omit<ConfigWaiver, 'at'>> = object<Omit<ConfigWaiver, 'at'>>({
  rule: required(text()),
  path: optional<string | undefined>(text(), undefined),
  fingerprint: optional<string | undefined>(matching(FINGERPRINT), undefined),
  reason: required(text()),
  owner: required(text()),
  until: required(matching(DATE)),
  discovered: optional<string | undefined>(matching(DATE), undefined),
});

export const configWaiver: Shape<ConfigWaiver> = (node, where, problems): Read<ConfigWaiver> => {
  const read = fields(node, where, problems);
  if (read === undefined) return undefined;
  if ((read.value.path === undefined) === (read.value.fingerprint === undefined)) {
    problems.add(node.offset, whatIsWaived(where));
    return undefined;
  }
  const start = node.offset;
  const end = node.offset + node.length;
  const from = { startLine: problems.lineOf(start), startColumn: problems.columnOf(start) };
  const to = { endLine: problems.lineOf(end), endColumn: problems.columnOf(end) };
  return { value: { ...read.value, at: { start, end, ...from, ...to } } };
};
