/** How a value was decided: the expression at a place, its value, and the way there. */
import { relative, resolve, sep } from 'node:path';
import type { Localized, ProjectConfig } from '../contract/types.ts';
import type { ExprId } from '../engine/facts/types.ts';
import type { Module } from '../engine/link/module.ts';
import type { Query } from '../engine/rule/query.ts';
import { offsetAt } from '../engine/syntax/lines.ts';
import { alternatives } from '../engine/value/make.ts';
import type { Ref, Value, Via } from '../engine/value/types.ts';
import { analyse } from '../engine/workspace/analyse.ts';
import { placeOf } from '../engine/workspace/conclude.ts';
import { note, whyText } from '../engine/workspace/words.ts';
import { type Setup, sourcesOf } from '../host/open.ts';
import type { Project } from '../host/project.ts';
import { models, rules } from '../rules/registry.generated.ts';
import type { Product, TraceStep } from './session.ts';

type Answer = Awaited<ReturnType<Product['trace']>>;

export function traceAt(
  opened: { setup: Setup; project: Project },
  request: { cwd: string; file: string; line: number; column: number },
): Answer {
  const { setup, project } = opened;
  const path = relative(setup.root, resolve(request.cwd, request.file)).split(sep).join('/');
  const config: ProjectConfig = { ...setup.config, tests: 'check', generated: 'check' };
  const { query } = analyse({
    sources: sourcesOf(project, config, []),
    files: project.files,
    contract: setup.contract,
    config,
    models,
    rules,
    now: '1970-01-01',
  });
  const m = query.program.module(path);
  const text = project.files.read(path);
  if (!m || text === undefined)
    return refused(
      `${request.file} is not analysed.`,
      `${request.file} は解析対象ではありません。`,
      'Give a source file of the project.',
      'プロジェクトのソースファイルを指定してください。',
    );
  const offset = offsetAt(m.facts.lines, request.line, request.column, text.length);
  const e = offset === undefined ? undefined : expressionAt(m, offset);
  if (e === undefined)
    return refused(
      `There is no expression at ${request.line}:${request.column}.`,
      `${request.line}:${request.column} に式がありません。`,
      'Point at a value, such as an argument or a variable.',
      '引数や変数など、値のある位置を指定してください。',
    );
  const value = query.value(query.ref(m, e));
  const steps: TraceStep[] = [];
  let unknownAt: TraceStep | undefined;
  const lineOf = (ref: Ref): string => (project.files.read(ref.m.path) ?? '').split(/\r\n|\r|\n/)[placeOf(ref).startLine - 1] ?? '';
  const step = (ref: Ref, text_: Localized): TraceStep => {
    const place = placeOf(ref);
    return { path: place.path, line: place.startLine, column: place.startColumn, note: text_, code: lineOf(ref) };
  };
  for (const one of alternatives(value)) {
    for (let via: Via | undefined = one.via; via; via = via.rest) steps.push(step(via.at, note('via')));
    if (one.is === 'unknown') unknownAt ??= step(one.at, whyText(one.why));
    else
      steps.push(
        step(one.at, { en: `${note('decided').en}: ${shortly(one, query)}`, ja: `${note('decided').ja}: ${shortly(one, query)}` }),
      );
  }
  const text_ = alternatives(value)
    .map((one) => shortly(one, query))
    .join(' | ');
  return { ok: true, value: { en: text_, ja: text_ }, steps, unknownAt };
}

function refused(en: string, ja: string, remedyEn: string, remedyJa: string): Answer {
  return { ok: false, reason: { en, ja }, remedy: { en: remedyEn, ja: remedyJa } };
}

/** The smallest expression that covers an offset. */
function expressionAt(m: Module, offset: number): ExprId | undefined {
  let best: ExprId | undefined;
  let size = Number.POSITIVE_INFINITY;
  m.facts.exprs.forEach((expr, e) => {
    const { start, end } = m.span(e);
    if (start > offset || end < offset || end - start >= size || expr.k === 'param' || (expr.k === 'opaque' && expr.why === 'statement'))
      return;
    best = e;
    size = end - start;
  });
  return best;
}

/** A value in a few words, in the notation of the language. */
export function shortly(value: Value, q: Query, depth = 0): string {
  switch (value.is) {
    case 'known':
      return JSON.stringify(value.v);
    case 'absent':
      return 'undefined';
    case 'unknown':
      return `? (${value.why}${value.name === undefined ? '' : ` ${value.name}`})`;
    case 'text':
      return `\`${value.parts.map((one) => (typeof one === 'string' ? one : `\${${shortly(one, q, depth + 1)}}`)).join('')}\``;
    case 'object':
      return depth > 1
        ? '{…}'
        : `{ ${[...value.props.keys()]
            .slice(0, 8)
            .map((name) => `${name}: ${shortly(q.prop(value, name), q, depth + 1)}`)
            .join(', ')}${value.open || value.props.size > 8 ? ', …' : ''} }`;
    case 'list':
      return `[${value.items.length}]`;
    case 'ext':
      return value.key.replace(/^global#/, '');
    case 'fn':
      return `function ${value.m.fn(value.f).n ?? ''}`;
    case 'class':
      return `class ${value.m.facts.classes[value.c]?.n ?? ''}`;
    case 'instance':
      return `instance of ${value.m.facts.classes[value.c]?.n ?? 'a class'}`;
    case 'ns':
      return `module ${value.m.path}`;
    case 'oneOf':
      return value.of.map((one) => shortly(one, q, depth + 1)).join(' | ');
    default:
      return '?';
  }
}
