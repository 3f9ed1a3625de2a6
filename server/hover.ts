/** What hovering shows of a value that a clause speaks of: what is demanded, what was found, and where it was decided. */
import type { Hover, Position, Range } from 'vscode-languageserver/node';
import { findClause, termsOf } from '../contract/query.ts';
import type { Contract, Locale, ProjectConfig } from '../contract/types.ts';
import type { Evidence, Finding, Place, Step, Waived } from '../engine/workspace/report.ts';
import { clauseUri, rangeOf } from './diagnostics.ts';
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
  /** The client shows a place's diagnostics beside what is hovered: they need not be said again. */
  readonly besideDiagnostics: boolean;
  uriOf(path: string): string | undefined;
}

/** More than that would hide the code. */
const MOST = 3;

type Subject = Finding | Evidence | Waived;

export function hoverAt(result: FileResult, position: Position, world: HoverWorld): Hover | undefined {
  const all: readonly Subject[] = [...result.findings, ...result.waived, ...result.evidence];
  const here = all.filter((one) => covers(rangeOf(placeOf(one)), position));
  const size = (one: Subject): number => placeOf(one).end - placeOf(one).start;
  here.sort((a, b) => size(a) - size(b) || weightOf(a) - weightOf(b));
  const [first] = here;
  if (!first) return undefined;
  const texts = here.slice(0, MOST).map((one) => entry(one, world));
  const value = texts.join('\n\n---\n\n');
  return {
    range: rangeOf(placeOf(first)),
    contents: world.markdown ? { kind: 'markdown', value } : { kind: 'plaintext', value: plain(value) },
  };
}

function placeOf(one: Subject): Place {
  return 'waiver' in one ? one.finding.place : one.place;
}

function weightOf(one: Subject): number {
  if ('message' in one) return 0;
  if ('waiver' in one) return 1;
  return one.is === 'unknown' ? 2 : 3;
}

function entry(one: Subject, world: HoverWorld): string {
  const { locale, contract, config } = world;
  const about = 'waiver' in one ? one.finding : one;
  const clauses = about.clauses.flatMap((id) => findClause(contract, id) ?? []);
  const figures = Object.entries(termsOf(contract, config, about.obligation)).map(([name, value]) => `- ${figure(name, value, locale)}`);
  return [
    ...clauses.map((clause) => `${clauseLink(clause.id, world)} **${escaped(clause.title[locale])}** – ${escaped(clause.summary[locale])}`),
    ...said(one, world),
    ...(figures.length > 0 ? [`${say(locale, 'hover.demands')}:\n${figures.join('\n')}`] : []),
    ...(about.trail.length > 0
      ? [`${say(locale, 'hover.trail')}:\n${about.trail.map((step, i) => stepLine(step, i, world)).join('\n')}`]
      : []),
  ].join('\n\n');
}

function said(one: Subject, world: HoverWorld): string[] {
  const { locale } = world;
  if ('waiver' in one) {
    const { until, owner, reason, place } = one.waiver;
    const values = { until, owner: escaped(owner), reason: escaped(reason), place: placeLink(place, world) };
    return [`**${say(locale, 'hover.waived')}** ${say(locale, 'hover.waiver', values)}`, escaped(one.finding.message.what[locale])];
  }
  if (!('message' in one)) return [`**${say(locale, one.is === 'keeps' ? 'hover.kept' : 'hover.unknown')}** ${escaped(one.note[locale])}`];
  if (world.besideDiagnostics) return [];
  return [
    `**${say(locale, 'hover.broken')}** ${escaped(one.message.what[locale])}`,
    `**${say(locale, 'hover.todo')}** ${escaped(one.message.todo[locale])}`,
  ];
}

/** Editors drop links to schemes of others from hovers, but run commands they trust. */
function clauseLink(id: string, { commands, markdown }: HoverWorld): string {
  if (!markdown) return `[${id}]`;
  const target = commands ? `command:${COMMANDS.showClause}?${encodeURIComponent(JSON.stringify([id]))}` : clauseUri(id);
  return link(escaped(id), target);
}

function stepLine({ place, note }: Step, i: number, world: HoverWorld): string {
  return `${i + 1}. ${placeLink(place, world)} ${escaped(note[world.locale])}`;
}

function placeLink({ path, startLine }: Place, { uriOf, markdown }: HoverWorld): string {
  const uri = uriOf(path);
  const shown = code(`${path}:${startLine}`);
  return markdown && uri !== undefined ? link(shown, `${uri}#L${startLine}`) : shown;
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
