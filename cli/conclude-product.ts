/** Stage three: what was assessed, in one part or several, held against today, the waivers of the configuration and the baseline. Reads no source for it. */
import { relative } from 'node:path';
import type { Assessed } from '../engine/workspace/analyse.ts';
import { concludeOn } from '../engine/workspace/analyse.ts';
import { covers, mergeAssessed } from '../engine/workspace/merge.ts';
import { today } from '../host/clock.ts';
import { createReader } from '../host/disk-reader.ts';
import { namedFiles } from '../host/named-files.ts';
import { setUp } from '../host/open.ts';
import { readStage } from '../host/stage-file.ts';
import { rules } from '../rules/registry.generated.ts';
import { judgedBy, misfit, type Part } from './assessed-file.ts';
import { baselineOf, ruleIds } from './check-product.ts';
import { placedFixes } from './placed-fixes.ts';
import type { ConcludeOutcome, ConcludeRequest } from './session.ts';
import { stageOf } from './stage-inputs.ts';

export async function conclude(request: ConcludeRequest): Promise<ConcludeOutcome> {
  const { cwd } = request;
  const stage = stageOf(cwd);
  if ('reason' in stage) return { ok: false, ...stage };
  const files = namedFiles(request.files, cwd);
  if ('reason' in files) return { ok: false, ...files };
  const parts: (Part & { readonly shown: string })[] = [];
  for (const file of files) {
    const lines = readStage(file, 'assessed', stage);
    if ('reason' in lines) return { ok: false, ...lines };
    parts.push({ ...(JSON.parse(lines[0] ?? '') as Part), shown: relative(cwd, file) || file });
  }
  const setup = setUp(cwd, cwd, request.configFile, ruleIds);
  if ('reason' in setup) return { ok: false, ...setup };
  const { root, contract, config, configPath } = setup;
  const trouble = misfit(parts, judgedBy(contract, config));
  if (trouble) return { ok: false, ...trouble };
  const baseline = baselineOf(request, root, undefined);
  if (baseline !== undefined && 'reason' in baseline) return { ok: false, ...baseline };
  const scopes = parts.flatMap((one) => one.scopes);
  const sources = new Set(parts[0]?.sources);
  const { report, fixesOf } = concludeOn(
    {
      contract,
      config,
      rules,
      now: request.now ?? today(),
      ...(configPath !== undefined && { configPath }),
      baseline,
      files: { has: (path) => sources.has(path) },
      scope: (path) => scopes.some((one) => covers(one, path)),
      ignored: parts[0]?.ignored ?? 0,
    },
    mergeAssessed(contract, parts.map((one) => one.assessed) as [Assessed, ...Assessed[]]),
  );
  const reader = createReader(root, {});
  const textOf = (path: string): string | undefined => {
    const read = reader.read(path);
    return 'text' in read ? read.text : undefined;
  };
  const dayFixes = placedFixes(() => ({ fixesOf }), textOf, '');
  const kept = new Map(parts.flatMap((one) => Object.entries(one.fixes)));
  return { ok: true, report, base: root, scopes, fixesOf: (fingerprint) => kept.get(fingerprint) ?? dayFixes(fingerprint) };
}
