/** Counts sources on their way to the analysis. */
import type { Source } from '../engine/workspace/analyse.ts';
import type { FileCounts } from '../engine/workspace/report.ts';

export interface Counted {
  readonly sources: Iterable<Source>;
  /** Of the sources that have passed. What could not be read is not counted here. */
  files(): FileCounts;
}

/** Those that `asked` holds for. */
export function counted(sources: Iterable<Source>, asked: (path: string) => boolean): Counted {
  const count = { analysed: 0, test: 0, generated: 0, minified: 0, declaration: 0 };
  return {
    sources: (function* () {
      for (const source of sources) {
        if (asked(source.path)) count[source.leftOut ?? 'analysed'] += 1;
        yield source;
      }
    })(),
    files: () => ({
      analysed: count.analysed,
      tests: count.test,
      generated: count.generated,
      minified: count.minified,
      ignored: 0,
      incomplete: 0,
    }),
  };
}
