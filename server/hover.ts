/** What hovering shows of a value that a clause speaks of: what is demanded, what was found, and where it was decided. */
import type { Hover, Position, Range } from 'vscode-languageserver/node';
import { findClause, termsOf } from '../contract/query.ts';
import type { Contract, Locale, ProjectConfig } from '../contract/types.ts';
import type { Evidence, Finding, Step } from '../engine/workspace/report.ts';
import { clauseUri, rangeOf, sentences } from './diagnostics.ts';
import { figure } from './figures.ts';
import { code, escaped, link } from './markdown.ts';
import type { FileResult } from './messages.ts';
import { COMMANDS } from './protocol.ts';
import { say } from './text.ts';

export interface HoverWorld {
  readonly locale: Locale;
  readonly contract: Contract;
  readonly config: ProjectConfig;
  /** The client runs our commands from links. */
  readonly commands: boolean;
  readonly markdown: boolean;
  uriOf(path: string): string | undefined;
}

/** More than that would hide the code. */
const MOST = 3;

export function hoverAt(result: FileResult, position: Position, world: HoverWorld): Hover | undefined {
  const here = [...result.findings, ...result.evidence].filter((one) => covers(rangeOf(one.place), position));
  here.sort((a, b) => a.place.end - a.place.start - (b.place.end - b.place.start) || weightOf(a) - weightOf(b));
  const [first] = here;
  if (!first) return undefined;
  const texts = here.slice(0, MOST).map((one) => entry(one, world));
  const value = texts.join('\n\n---\n\n');
  return {
    range: rangeOf(first.place),
    contents: world.markdown ? { kind: 'markdown', value } : { kind: 'plaintext', value: plain(value) },
  };
}

function weightOf(one: Finding | Evidence): number {
  return 'message' in one ? 0 : one.is === 'unknown' ? 1 : 2;
}

function entry(one: Finding | Evidence, world: HoverWorld): string {
  const { locale, contract, config } = world;
  const clauses = one.clauses.flatMap((id) => findClause(contract, id) ?? []);
  const figures = Object.entries(termsOf(contract, config, one.obligation)).map(([name, value]) => `- ${figure(name, value, locale)}`);
  const said =
    'message' in one
      ? [
          `**${say(locale, 'hover.broken')}** ${escaped(sentences([one.message.what[locale], one.message.why[locale]], locale))}`,
          `**${say(locale, 'hover.todo')}** ${escaped(one.message.todo[locale])}`,
        ]
      : [`**${say(locale, one.is === 'keeps' ? 'hover.kept' : 'hover.unknown')}** ${escaped(one.note[locale])}`];
  return [
    ...clauses.map((clause) => `${clauseLink(clause.id, world)} **${escaped(clause.title[locale])}** – ${escaped(clause.summary[locale])}`),
    ...said,
    ...(figures.length > 0 ? [`${say(locale, 'hover.demands')}:\n${figures.join('\n')}`] : []),
    ...(one.trail.length > 0 ? [`${say(locale, 'hover.trail')}:\n${one.trail.map((step, i) => stepLine(step, i, world)).join('\n')}`] : []),
  ].join('\n\n');
}

/** Editors drop links to schemes of others from hovers, but run commands they trust. */
function clauseLink(id: string, { commands, markdown }: HoverWorld): string {
  if (!markdown) return `[${id}]`;
  const target = commands ? `command:${COMMANDS.showClause}?${encodeURIComponent(JSON.stringify([id]))}` : clauseUri(id);
  return link(escaped(id), target);
}

function stepLine({ place, note }: Step, i: number, { locale, uriOf, markdown }: HoverWorld): string {
  const uri = uriOf(place.path);
  const shown = `${place.path}:${place.startLine}`;
  const where = markdown && uri !== undefined ? link(code(shown), `${uri}#L${place.startLine}`) : code(shown);
  return `${i + 1}. ${where} ${escaped(note[locale])}`;
}

export function covers({ start, end }: Range, { line, character }: Position): boolean {
  const after = line > start.line || (line === start.line && character >= start.character);
  const before = line < end.line || (line === end.line && character <= end.character);
  return after && before;
}

function plain(markdown: string): string {
  return markdown
    .replace(/\*\*/g, '')
    .replace(/\\([\\`*_{}[\]()#+\-.!|<>&~:$])/g, '$1')
    .replace(/`/g, '');
}
