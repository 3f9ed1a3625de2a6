/** Writes the baseline: what is found today, and since when it has been known. */
import { analyse } from '../engine/workspace/analyse.ts';
import { reviseBaseline } from '../engine/workspace/baseline.ts';
import type { Finding, Incomplete } from '../engine/workspace/report.ts';
import { baselinePlace, noBaseline, readBaseline, writeBaseline } from '../host/baseline.ts';
import { today } from '../host/clock.ts';
import { openFor, refuse, sourcesOf } from '../host/open.ts';
import { models, rules } from '../rules/registry.generated.ts';
import type { BaselineOutcome, BaselineRequest } from './session.ts';

const waiverRules: ReadonlySet<string> = new Set(rules.flatMap((rule) => (rule.evidence === 'waiver' ? [rule.id] : [])));

export async function baseline(request: BaselineRequest): Promise<BaselineOutcome> {
  const opened = openFor({ ...request, ruleIds: rules.map((rule) => rule.id) });
  if ('reason' in opened) return { ok: false, ...opened };
  const { setup, project, scopes } = opened;
  const place = baselinePlace(setup.root, request.cwd, request.file);
  const before = readBaseline(place);
  if (before !== undefined && 'reason' in before) return { ok: false, ...before };
  if (before === undefined && request.mode !== 'write') return { ok: false, ...noBaseline(place) };
  const now = request.now ?? today();
  const scope = (path: string): boolean => scopes.some((one) => one === '' || path === one || path.startsWith(`${one}/`));
  const unread: Incomplete[] = project.problems.filter((one) => one.gap).map(({ path, reason, detail }) => ({ path, reason, detail }));
  const { report } = analyse({
    sources: sourcesOf(project, setup.config, unread),
    files: project.files,
    contract: setup.contract,
    config: setup.config,
    models,
    rules,
    now,
    incomplete: unread,
    ignored: project.ignored,
    scope,
    progress: (done, phase, total) => request.progress(done, phase === 'facts' ? project.sources.length : total, phase),
  });
  if (report.files.analysed === 0)
    return {
      ok: false,
      ...refuse(
        { en: 'Nothing to analyse, so there is nothing to take down.', ja: '解析対象がないため、ベースラインを作成できません。' },
        { en: 'Check the paths.', ja: 'パスを確認してください。' },
      ),
    };
  const incomplete = new Set(report.incomplete.map((one) => one.path));
  const lookup = {
    lookedAt: (path: string) => scope(path) && !incomplete.has(path),
    exists: (path: string) => project.files.has(path),
  };
  // What is waived is known all the same, and its days run.
  const findings = [...report.findings, ...report.waived.map((one) => one.finding)]
    .filter((one) => !waiverRules.has(one.rule))
    .sort(byPlace);
  const grows = before === undefined || request.mode === 'accept-new';
  const revised = reviseBaseline(findings, before?.entries ?? [], lookup, grows ? { now } : undefined);
  try {
    writeBaseline(place, revised.entries);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      ...refuse(
        {
          en: `The baseline cannot be written to ${place.shown}: ${detail}`,
          ja: `ベースラインを ${place.shown} に書き込めません: ${detail}`,
        },
        {
          en: 'Name a file in a folder that exists and may be written to.',
          ja: '既存のフォルダーにある、書き込み可能なファイルを指定してください。',
        },
      ),
    };
  }
  return {
    ok: true,
    file: place.shown,
    total: revised.entries.length,
    added: grows ? revised.fresh.length : 0,
    removed: revised.removed,
    refused: grows ? 0 : revised.fresh.length,
    incomplete: report.incomplete.length,
  };
}

function byPlace(a: Finding, b: Finding): number {
  if (a.place.path !== b.place.path) return a.place.path < b.place.path ? -1 : 1;
  return a.place.start - b.place.start || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}
