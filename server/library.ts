/** Contracts and rules of the folders that are open, and the pages of both. */
import { defaultConfig } from '../contract/config.ts';
import { builtinContract } from '../contract/load.ts';
import type { Contract, Locale, ProjectConfig } from '../contract/types.ts';
import { pages } from '../rules/pages.generated.ts';
import type { Folders } from './folders.ts';
import type { RuleName } from './messages.ts';
import { pageAt } from './pages.ts';

export interface Volume {
  readonly contract: Contract;
  readonly config: ProjectConfig;
  readonly rules: readonly RuleName[];
}

export class Library {
  private readonly folders: Folders;
  /** What the analyst says the rules are called, whatever folder it says it of. */
  private known: readonly RuleName[] = [];

  constructor(folders: Folders) {
    this.folders = folders;
  }

  learn(rules: readonly RuleName[]): void {
    if (rules.length > this.known.length) this.known = rules;
  }

  /** For a folder that is not set up, and for loose files: the built-in contract. */
  of(folder: string): Volume {
    return this.folders.get(folder)?.setup ?? this.builtin();
  }

  /** Those of all folders, or the built-in one when none is open. */
  all(): readonly Volume[] {
    const open = this.folders.list().flatMap((one) => one.setup ?? []);
    return open.length > 0 ? open : [this.builtin()];
  }

  /** A page by its URI: from the first folder whose contract has it. */
  page(uri: string, locale: Locale): string | undefined {
    const pageOf = (rule: string) => (Object.hasOwn(pages, rule) ? pages[rule] : undefined);
    for (const volume of [...this.all(), this.builtin()]) {
      const page = pageAt(uri, { ...volume, pageOf }, locale);
      if (page !== undefined) return page;
    }
    return undefined;
  }

  private builtin(): Volume {
    return { contract: builtinContract('security-exhibit') as Contract, config: defaultConfig(), rules: this.known };
  }
}
