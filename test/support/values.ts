/** Asks the engine for the value of an expression in a small project, and writes the answer as one line. */
import type { Module } from '../../engine/link/module.ts';
import type { Query } from '../../engine/rule/query.ts';
import { slotValue } from '../../engine/value/members.ts';
import type { Ref, Value } from '../../engine/value/types.ts';
import { analyse } from '../../engine/workspace/analyse.ts';
import { inputOf, SOURCE_NAME, type Texts } from './project.ts';

const MARK = '/*?*/';

/** A query over a project without models: every file is read only when something leads to it. */
export function queryOver(texts: Texts): Query {
  return analyse({ ...inputOf(texts), models: [], rules: [] }).query;
}

/** The value of the expression that follows the mark, the longest that starts there. One file of the project holds one mark. */
export function valueIn(texts: Texts | string): string {
  const project = typeof texts === 'string' ? { 'src/main.ts': texts } : texts;
  const marked = Object.entries(project).find(([path, text]) => SOURCE_NAME.test(path) && text.includes(MARK));
  if (!marked) throw new Error(`no file holds ${MARK}`);
  const [path, text] = marked;
  const q = queryOver(project);
  const m = q.program.module(path) as Module;
  return show(q, q.value(markedIn(q, m, text)));
}

function markedIn(q: Query, m: Module, text: string): Ref {
  const after = text.indexOf(MARK) + MARK.length;
  const start = after + (text.slice(after).match(/^\s*/)?.[0].length ?? 0);
  let best = -1;
  m.facts.exprs.forEach((expr, e) => {
    if (m.span(e).start !== start || (expr.k === 'opaque' && expr.why === 'statement')) return;
    if (best < 0 || m.span(e).end > m.span(best).end) best = e;
  });
  if (best < 0) throw new Error(`nothing starts after ${MARK}`);
  return q.ref(m, best);
}

const MAX_DEPTH = 4;

/**
 * `"x"`, `env "x"` (holds while a variable is unset), `a | b`, `{ a: 1, b?: 2, … }` (may hold more), `[1, 2?, …]`, `fn name`, `class Name`,
 * `new Name`, `module path`, `absent`, `unknown(why)`, the key of what is outside the project, and templates as they are written.
 */
export function show(q: Query, value: Value, depth = 0): string {
  const at = (one: Value): string => show(q, one, depth + 1);
  switch (value.is) {
    case 'known':
      return `${value.env ? 'env ' : ''}${JSON.stringify(value.v)}`;
    case 'text':
      return `\`${value.parts.map((part) => (typeof part === 'string' ? part : `\${${at(part)}}`)).join('')}\``;
    case 'object': {
      if (depth >= MAX_DEPTH) return '{…}';
      const props = [...value.props].map(
        ([name, slot]) => `${name}${slot.maybe ? '?' : ''}: ${at(slotValue(q.ev, { ...slot, maybe: false }, value.at))}`,
      );
      return `{ ${[...props, ...(value.open ? ['…'] : [])].join(', ')} }`;
    }
    case 'list': {
      if (depth >= MAX_DEPTH) return '[…]';
      const items = value.items.map((slot) => `${at(slotValue(q.ev, { ...slot, maybe: false }, value.at))}${slot.maybe ? '?' : ''}`);
      return `[${[...items, ...(value.open ? ['…'] : [])].join(', ')}]`;
    }
    case 'oneOf':
      return [...new Set(value.of.map(at))].join(' | ');
    case 'ext':
      return value.key;
    case 'fn':
      return `fn ${value.m.fn(value.f).n ?? ''}`.trim();
    case 'class':
      return `class ${value.m.facts.classes[value.c]?.n ?? ''}`.trim();
    case 'instance':
      return `new ${value.m.facts.classes[value.c]?.n ?? ''}`.trim();
    case 'ns':
      return `module ${value.m.path}`;
    case 'absent':
      return 'absent';
    case 'unknown':
      return `unknown(${value.why})`;
  }
}
