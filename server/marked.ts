/** Models that say which file they are at, so that one that does not come back from it can be blamed on the file. */
import type { Model } from '../engine/rule/index.ts';

/** Told a path, or `''` for the project as a whole; answers what was told before. */
export type Mark = (path: string) => string;

type Handler = NonNullable<Model['calls']>[string];

export function marked(models: readonly Model[], mark: Mark): readonly Model[] {
  const handler =
    (work: Handler): Handler =>
    (call, q, emit) => {
      mark(call.at.m.path);
      work(call, q, emit);
    };
  return models.map((model): Model => {
    const { calls, match, module, project } = model;
    return {
      ...model,
      ...(calls && { calls: Object.fromEntries(Object.entries(calls).map(([key, work]) => [key, handler(work)])) }),
      ...(match && {
        match: {
          ...match,
          of: (key) => {
            const work = match.of(key);
            return work && handler(work);
          },
        },
      }),
      ...(module && {
        module: (m, q, emit) => {
          mark(m.path);
          module(m, q, emit);
        },
      }),
      ...(project && {
        project: (found, q, emit) => {
          mark('');
          return project(found, q, emit);
        },
      }),
    };
  });
}
