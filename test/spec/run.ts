/** Runs one scenario of a page and tells, line by line, where the report differs from the marks. */
import { defaultConfig, loadConfig } from '../../contract/config.ts';
import { loadContract } from '../../contract/load.ts';
import type { Contract, ProjectConfig } from '../../contract/types.ts';
import { decodeFacts, encodeFacts } from '../../engine/facts/codec.ts';
import type { ModuleFacts } from '../../engine/facts/types.ts';
import type { Rule } from '../../engine/rule/rule.ts';
import { summarise } from '../../engine/syntax/summarise.ts';
import type { Analysis, Source } from '../../engine/workspace/analyse.ts';
import { analyse } from '../../engine/workspace/analyse.ts';
import type { Report } from '../../engine/workspace/report.ts';
import { classify } from '../../host/classify.ts';
import { models, rules } from '../../rules/registry.generated.ts';
import { exhibit, inputOf, projectFiles, sourcesIn } from '../support/project.ts';
import type { Mark, Scenario } from './page.ts';

/** What the report says of a line, in the words of the marks. */
export interface Said {
  readonly is: Mark['is'];
  readonly path: string;
  readonly line: number;
  /** The English message or note; for `because` the notes of all steps that stand there. */
  readonly text: string;
  /** A step on the line of its own finding: may be marked, need not. */
  readonly optional?: true;
}

const CONFIG_FILE = 'clauselint.jsonc';

function configOf(scenario: Scenario): ProjectConfig {
  const text = scenario.files[CONFIG_FILE];
  if (text === undefined) return defaultConfig();
  const read = loadConfig(text, CONFIG_FILE);
  if ('problems' in read) throw new Error(read.problems.map((one) => `${one.file}:${one.line} ${one.message.en}`).join('\n'));
  return read.config;
}

function contractOf(scenario: Scenario, config: ProjectConfig): Contract {
  const text = scenario.files[config.contract];
  if (text === undefined) return exhibit();
  const read = loadContract(text, config.contract);
  if ('problems' in read) throw new Error(read.problems.map((one) => `${one.file}:${one.line} ${one.message.en}`).join('\n'));
  return read.contract;
}

/** Tests, generated and other files count as sources, unless the heading says `classified`. */
function sourcesOf(scenario: Scenario, config: ProjectConfig): Source[] {
  const sources = sourcesIn(scenario.files);
  if (!/\bclassified\b/.test(scenario.title)) return sources;
  return sources.map(({ path, text }) => {
    const kind = classify(path, text);
    const judged =
      kind === 'source' || (kind === 'test' && config.tests === 'check') || (kind === 'generated' && config.generated === 'check');
    return { path, text, ...(!judged && { leftOut: kind }) };
  });
}

export interface Run {
  readonly report: Report;
  /** The same sources in the opposite order, their facts sent through the codec. */
  readonly turned: Report;
  /** Paths of sources whose facts the codec changed. */
  readonly damaged: readonly string[];
}

export function runScenario(scenario: Scenario, rule: Rule): Run {
  const config = configOf(scenario);
  const sources = sourcesOf(scenario, config);
  if (sources.length === 0) throw new Error('the scenario has no source file');
  // Waivers are about findings of other rules, which are marked too.
  const judged = rule.evidence === 'waiver' ? rules : [rule];
  const input = { ...inputOf(scenario.files, config), contract: contractOf(scenario, config), models, rules: judged };
  const own = (report: Report): Report => ({ ...report, evidence: report.evidence.filter((one) => one.rule === rule.id) });
  const damaged: string[] = [];
  const coded = (path: string, text: string): ModuleFacts => {
    const facts = summarise(path, text);
    const back = decodeFacts(encodeFacts(facts));
    if (!back || JSON.stringify(back) !== JSON.stringify(facts)) damaged.push(path);
    return back ?? facts;
  };
  return {
    report: own(analyse({ ...input, sources }).report),
    turned: own(
      analyse({
        ...input,
        sources: [...sources].reverse(),
        files: projectFiles(scenario.files, (paths) => paths.reverse()),
        summarise: coded,
      }).report,
    ),
    damaged,
  };
}

export function saidBy(report: Report): Said[] {
  const out: Said[] = report.findings.map(({ place, message }) => ({
    is: 'breaks',
    path: place.path,
    line: place.startLine,
    text: message.what.en,
  }));
  for (const { is, place, note } of report.evidence) out.push({ is, path: place.path, line: place.startLine, text: note.en });
  const steps = new Map<string, Said>();
  for (const { place: own, trail } of report.findings) {
    for (const { place, note } of trail) {
      const { path, startLine: line } = place;
      const before = steps.get(`${path}:${line}`);
      const optional = path === own.path && line === own.startLine && (!before || before.optional);
      const text = before ? `${before.text}; ${note.en}` : note.en;
      steps.set(`${path}:${line}`, { is: 'because', path, line, text, ...(optional && { optional }) });
    }
  }
  return [...out, ...steps.values()];
}

/** `- src/a.ts:3 …` for a mark that nothing meets, `+ …` for what is said and not marked; in order of place. Empty: all is as marked. */
export function differences(marks: readonly Mark[], said: readonly Said[]): string[] {
  const left = [...said];
  const lines: { path: string; line: number; text: string }[] = [];
  // Marks with a text choose first, so that a bare mark of the same line does not take theirs.
  for (const mark of [...marks].sort((a, b) => Number(b.text !== undefined) - Number(a.text !== undefined))) {
    const at = left.findIndex(
      (one) => one.is === mark.is && one.path === mark.path && one.line === mark.line && one.text.includes(mark.text ?? ''),
    );
    if (at >= 0) left.splice(at, 1);
    else lines.push({ ...mark, text: `- ${mark.path}:${mark.line} marked ${mark.is}${mark.text === undefined ? '' : ` (${mark.text})`}` });
  }
  for (const one of left) if (!one.optional) lines.push({ ...one, text: `+ ${one.path}:${one.line} reported ${one.is}: ${one.text}` });
  return lines.sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1)).map((one) => one.text);
}

/** A scenario under other rules, or with other texts than its own. */
export function analyseScenario(scenario: Scenario, active: readonly Rule[], files: Scenario['files'] = scenario.files): Analysis {
  const changed = { ...scenario, files };
  const config = configOf(changed);
  const input = { ...inputOf(files, config), contract: contractOf(changed, config), models, rules: active };
  return analyse({ ...input, sources: sourcesOf(changed, config) });
}
