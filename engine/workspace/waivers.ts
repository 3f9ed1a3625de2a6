/**
 * Waivers, applied to findings that are already concluded: the same findings serve every day, while waivers run out. Pure. Nothing is lost:
 * what was found is afterwards either open or waived.
 */
import { nearest } from '../../contract/similar.ts';
import type { ConfigWaiver } from '../../contract/types.ts';
import type { WaiverFact } from '../facts/types.ts';
import { folderGlobs } from '../link/resolve-glob.ts';
import type { Verdict } from '../rule/answer.ts';
import { isDay } from '../rule/dates.ts';
import type { WaiverUse } from '../rule/waiver.ts';
import { positionAt } from '../syntax/lines.ts';
import type { Finding, Place, Waived } from './report.ts';
import { parseWaiver } from './waiver-text.ts';

/** The waiver comments of one file. */
export interface WaiverFile {
  readonly path: string;
  readonly lines: readonly number[];
  readonly waivers: readonly WaiverFact[];
}

export interface WaiverInput {
  readonly findings: readonly Finding[];
  /** In the order of paths. */
  readonly files: readonly WaiverFile[];
  readonly config: { readonly path: string; readonly waivers: readonly ConfigWaiver[] };
  /** Ids of rules, of those among them whose findings are about waivers, and of clauses. */
  readonly known: { readonly rules: readonly string[]; readonly waiverRules: readonly string[]; readonly clauses: readonly string[] };
  /** Files that were not analysed whole: what is missing there proves nothing. */
  readonly incomplete: ReadonlySet<string>;
  /** YYYY-MM-DD. */
  readonly now: string;
  /** The texts of a file's comments that count, each as often as it is there; undefined: all do. See `AnalyseInput`. */
  readonly accepted?: ((path: string) => readonly string[]) | undefined;
  judge(use: WaiverUse): Verdict<unknown> | undefined;
}

/** A waiver and what the rule said of it. */
export interface JudgedWaiver {
  readonly use: WaiverUse;
  readonly place: Place;
  readonly verdict: Verdict<unknown>;
}

export interface Applied {
  readonly open: readonly Finding[];
  readonly waived: readonly Waived[];
  readonly judged: readonly JudgedWaiver[];
}

interface Candidate {
  readonly use: WaiverUse;
  readonly place: Place;
  readonly targets: readonly Finding[];
}

/** A waiver hides findings only where the rule that judges waivers finds nothing wrong with it. Of several valid ones the first counts. */
export function applyWaivers(input: WaiverInput): Applied {
  const byRule = new Map<string, Finding[]>();
  for (const finding of input.findings) {
    const same = byRule.get(finding.rule);
    if (same) same.push(finding);
    else byRule.set(finding.rule, [finding]);
  }
  const comments = input.files.flatMap((file) => {
    const left = input.accepted && [...input.accepted(file.path)];
    return file.waivers.map((waiver) => ofComment(waiver, file, !left || taken(left, waiver.text), byRule, input));
  });
  const commented = new Set(comments.flatMap(({ targets }) => targets));
  const candidates = [
    ...comments,
    ...input.config.waivers.map((waiver) => ofConfig(waiver, byRule, input)),
    // What is late is told once: at its comment, where it has one.
    ...input.findings.flatMap((finding) => (commented.has(finding) ? [] : ofBaseline(finding, input))),
  ];
  const judged: JudgedWaiver[] = [];
  const hidden = new Map<Finding, Waived>();
  for (const { use, place, targets } of candidates) {
    const verdict = input.judge(use);
    if (!verdict) continue;
    judged.push({ use, place, verdict });
    const { form, reason = '', owner = '', until = '' } = use;
    if (verdict.is !== 'keeps' || form === 'baseline') continue;
    for (const finding of targets) {
      if (!hidden.has(finding)) hidden.set(finding, { finding, waiver: { form, reason, owner, until, place } });
    }
  }
  return {
    open: input.findings.filter((finding) => !hidden.has(finding)),
    waived: input.findings.flatMap((finding) => hidden.get(finding) ?? []),
    judged,
  };
}

type ByRule = ReadonlyMap<string, readonly Finding[]>;

/** Whether a list has an item; it is taken out. */
function taken(list: string[], item: string): boolean {
  const at = list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
  return at >= 0;
}

function ofComment(waiver: WaiverFact, { path, lines }: WaiverFile, accepted: boolean, byRule: ByRule, input: WaiverInput): Candidate {
  const text = parseWaiver(waiver.text);
  const own = (byRule.get(text.rule ?? '') ?? []).filter((finding) => finding.place.path === path);
  const within = waiver.scopes.map(([from, to]) => own.filter(({ place }) => place.start >= from && place.start < to));
  const targets = within.find((some) => some.length > 0) ?? [];
  const isWhole = !input.incomplete.has(path);
  const badDay = text.discovered !== undefined && !isDay(text.discovered);
  const { start, end, until } = waiver;
  return {
    use: {
      kind: 'waiver',
      form: 'comment',
      accepted,
      ...naming(text.rule, input),
      reason: text.reason,
      owner: text.owner,
      until: text.until,
      stray: [...text.stray, ...(badDay ? [`discovered=${text.discovered}`] : [])],
      matches: targets.length > 0 || isWhole ? targets.length : undefined,
      first: firstDay(targets, text.discovered, input.now),
      now: input.now,
      comment: { start, end, alone: waiver.alone === 1, ...(until && { until }) },
    },
    place: placeIn(path, lines, start, end),
    targets,
  };
}

function ofConfig(waiver: ConfigWaiver, byRule: ByRule, input: WaiverInput): Candidate {
  const { path, fingerprint, rule, reason, owner, until, discovered, at } = waiver;
  const covers = path === undefined ? undefined : pathGlob(path);
  const own = byRule.get(rule) ?? [];
  const targets = own.filter((finding) => (covers ? covers(finding.place.path) : finding.fingerprint === fingerprint));
  const isWhole = ![...input.incomplete].some((one) => covers?.(one) ?? true);
  const badDay = discovered !== undefined && !isDay(discovered);
  return {
    use: {
      kind: 'waiver',
      form: 'config',
      accepted: true,
      ...naming(rule, input),
      reason,
      owner,
      until,
      stray: badDay ? [`discovered: ${discovered}`] : [],
      matches: targets.length > 0 || isWhole ? targets.length : undefined,
      first: firstDay(targets, discovered, input.now),
      now: input.now,
    },
    place: { path: input.config.path, ...at },
    targets,
  };
}

/** A finding of the baseline waits there like one that is waived. Remarks wait for nobody. */
function ofBaseline(finding: Finding, input: WaiverInput): Candidate[] {
  const { rule, place, severity, firstDetected } = finding;
  if (firstDetected === undefined || severity === 'info') return [];
  const first = firstDay([finding], undefined, input.now);
  const nothing = { accepted: true, meant: undefined, reason: undefined, owner: undefined, until: undefined, stray: [] };
  return [
    { use: { kind: 'waiver', form: 'baseline', rule, names: 'rule', ...nothing, matches: 1, first, now: input.now }, place, targets: [] },
  ];
}

function naming(rule: string | undefined, { known }: WaiverInput): Pick<WaiverUse, 'rule' | 'names' | 'meant'> {
  const is = (names: WaiverUse['names'], meant?: string): Pick<WaiverUse, 'rule' | 'names' | 'meant'> => ({ rule, names, meant });
  if (rule === undefined) return is('nothing');
  if (known.waiverRules.includes(rule)) return is('waivers');
  if (known.rules.includes(rule)) return is('rule');
  if (/^(?:\*|all)$/i.test(rule)) return is('everything');
  if (known.clauses.some((clause) => clause.toLowerCase() === rule.toLowerCase())) return is('clause');
  return is('nothing', nearest(rule, known.rules));
}

/** The earliest day that anybody wrote down. A day to come is no day of discovery: it would stretch the term. */
function firstDay(targets: readonly Finding[], discovered: string | undefined, now: string): string | undefined {
  const days = [...targets.map((finding) => finding.firstDetected), discovered].filter(
    (day) => day !== undefined && isDay(day),
  ) as string[];
  const first = days.sort()[0];
  return first !== undefined && first > now ? now : first;
}

/** A glob that names a folder covers all below it. */
function pathGlob(glob: string): (path: string) => boolean {
  const plain = glob.replace(/\/$/, '');
  return folderGlobs([plain, `${plain}/**`]);
}

function placeIn(path: string, lines: readonly number[], start: number, end: number): Place {
  const from = positionAt(lines, start);
  const to = positionAt(lines, end);
  return { path, start, end, startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}
