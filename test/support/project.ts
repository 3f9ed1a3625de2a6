/** Projects held in memory, and one way for all tests to have them analysed. */

import { defaultConfig } from '../../contract/config.ts';
import { builtinContract } from '../../contract/load.ts';
import type { Contract, ProjectConfig } from '../../contract/types.ts';
import type { ProjectFiles } from '../../engine/link/resolve.ts';
import type { AnalyseInput, Source } from '../../engine/workspace/analyse.ts';

/** Path to text. */
export type Texts = Readonly<Record<string, string>>;

/** The date every test takes for today. */
export const TODAY = '2026-01-15';

export const SOURCE_NAME: RegExp = /\.(?:[mc]?[jt]s|[jt]sx)$/;

export function projectFiles(texts: Texts, order: (paths: string[]) => string[] = (paths) => paths): ProjectFiles {
  const map = new Map(Object.entries(texts));
  return { has: (path) => map.has(path), read: (path) => map.get(path), list: () => order([...map.keys()]) };
}

export function sourcesIn(texts: Texts): Source[] {
  return Object.entries(texts)
    .filter(([path]) => SOURCE_NAME.test(path) && !path.split('/').includes('node_modules'))
    .map(([path, text]) => ({ path, text }));
}

export function exhibit(): Contract {
  return builtinContract('security-exhibit') as Contract;
}

/** All that `analyse` needs but models and rules, which each test names. */
export function inputOf(texts: Texts, config: ProjectConfig = defaultConfig()): Omit<AnalyseInput, 'models' | 'rules'> {
  return { sources: sourcesIn(texts), files: projectFiles(texts), contract: exhibit(), config, now: TODAY };
}
