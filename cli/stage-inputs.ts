/** What stands in for work done before: the user's cache, and facts made elsewhere. Both hang on the build of the product. */
import { buildOf } from '../host/build.ts';
import { cacheFolder, DiskCache } from '../host/cache.ts';
import { FactsFiles } from '../host/facts-files.ts';
import { type Refusal, refuse } from '../host/open.ts';

/** What comes before the last stage hangs on no day, but the engine always makes a report as well. */
export const ANY_DAY = '1970-01-01';

/** Undefined for sources that are not bundled: they have no build that could stand for them. */
function ownBuild(): string | undefined {
  return typeof CLAUSELINT_VERSION === 'string' ? buildOf(import.meta.url) : undefined;
}

/** @param cache as in `CheckRequest` */
export function cacheOf(cache: string | false | undefined): DiskCache | undefined {
  const build = cache === false ? undefined : ownBuild();
  return cache === false || build === undefined ? undefined : new DiskCache(cache ?? cacheFolder(), build);
}

/** Who writes and reads the files between the stages. */
export function stageOf(cwd: string): { readonly build: string; readonly cwd: string } | Refusal {
  const build = ownBuild();
  if (build !== undefined) return { build, cwd };
  return refuse(
    {
      en: 'Clauselint runs from its sources, which no result can be told to come from.',
      ja: 'ソースから直接実行しているため、結果のビルドを特定できません。',
    },
    { en: 'Build it (npm run build), and run dist/cli.js.', ja: 'ビルド (npm run build) してから dist/cli.js を実行してください。' },
  );
}

/** Undefined where none are named. */
export function factsOf({ facts, cwd }: { readonly facts: readonly string[]; readonly cwd: string }): FactsFiles | undefined | Refusal {
  if (facts.length === 0) return undefined;
  const where = stageOf(cwd);
  return 'reason' in where ? where : FactsFiles.open(facts, where);
}
