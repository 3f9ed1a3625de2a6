/** `init` behind the command line: the plan, carried out or only told. */
import { relative } from 'node:path';
import { carryOut } from '../host/init/carry-out.ts';
import { planInit } from '../host/init/plan.ts';
import { systemError } from '../host/problem.ts';
import type { InitOutcome, Product } from './session.ts';

export function init(version: string): Product['init'] {
  return (request): InitOutcome => {
    const { cwd, dryRun } = request;
    const plan = planInit({ ...request, version, node: process.execPath, cli: process.argv[1] ?? '' });
    const shown = (file: string): string => relative(cwd, file).replaceAll('\\', '/');
    for (const step of dryRun ? [] : plan.steps) {
      try {
        carryOut(step);
      } catch (error) {
        const why = error instanceof Error && error.name === 'WriteRefused' ? error.message : systemError(error);
        return {
          ok: false,
          reason: { en: `${shown(step.file)} cannot be written: ${why}`, ja: `${shown(step.file)} に書き込めません: ${why}` },
          remedy: {
            en: 'Correct that and run init again; what is done already stays.',
            ja: '原因を取り除いて再実行してください。完了した手順はそのまま残ります。',
          },
        };
      }
    }
    return { ok: true, steps: plan.steps.map(({ is, file, note }) => ({ is, file: shown(file), note })), next: plan.next };
  };
}
