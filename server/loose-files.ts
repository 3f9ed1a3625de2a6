/** Documents outside all folders, untitled ones among them: each is analysed alone, against the built-in contract. */
import { defaultConfig } from '../contract/config.ts';
import { builtinContract } from '../contract/load.ts';
import type { Contract } from '../contract/types.ts';
import type { ProjectFiles } from '../engine/link/resolve.ts';
import type { Incomplete } from '../engine/workspace/report.ts';
import { classify } from '../host/classify.ts';
import type { SetAside } from '../host/live-project.ts';
import { DEFAULT_MAX_BYTES } from '../host/read.ts';
import type { Tools } from './analysed-folder.ts';
import { Analysis } from './analysis.ts';
import type { Numbered, Word } from './messages.ts';
import { LOOSE } from './messages.ts';

export class LooseFiles {
  readonly analysis: Analysis;
  private known = '[]';
  private readonly texts = new Map<string, string>();
  private readonly aside = new Map<string, SetAside & { readonly text: string | undefined; readonly awaited: boolean }>();

  /** @param aside documents that did harm to an analyst before this one, with the texts that come first */
  constructor(aside: readonly SetAside[], tools: Tools, post: (word: Word) => void) {
    for (const one of aside) this.aside.set(one.path, { ...one, text: undefined, awaited: true });
    // Nothing of the disk is shown: documents from different places must not be taken for one project.
    const files: ProjectFiles = { has: () => false, read: () => undefined, list: () => [] };
    const contract = builtinContract('security-exhibit') as Contract;
    const config = defaultConfig();
    const rules = tools.rules.map(({ id, title, obligation }) => ({ id, title, obligation }));
    post({
      is: 'setup',
      folder: LOOSE,
      root: '',
      prefix: '',
      contract,
      config,
      rules,
      configFile: undefined,
      problems: [],
      refusal: undefined,
    });
    this.analysis = new Analysis({
      files,
      contract,
      config,
      models: tools.models,
      rules: tools.rules,
      now: tools.today(),
      summarise: tools.summarise,
    });
  }

  pathOf(path: string): string {
    return path;
  }

  textOf(path: string): string | undefined {
    return this.texts.get(path);
  }

  rest(): void {
    // What editors hold is nowhere else.
  }

  take(order: Numbered): void {
    if (order.is === 'setAside') {
      this.aside.set(order.one.path, { ...order.one, text: this.texts.get(order.one.path), awaited: false });
      this.refresh(order.one.path);
    } else if (order.is === 'edit') {
      const held = this.aside.get(order.path);
      if (held?.awaited) this.aside.set(order.path, { ...held, text: order.text, awaited: false });
      else if (held && !held.untilSaved && held.text !== order.text) this.aside.delete(order.path);
      if (order.text === undefined) this.texts.delete(order.path);
      else this.texts.set(order.path, order.text);
      this.refresh(order.path);
    }
  }

  private refresh(path: string): void {
    const text = this.texts.get(path);
    if (text === undefined) this.aside.delete(path);
    const kind = text === undefined ? 'source' : classify(path, text);
    const isShown = text !== undefined && !this.aside.has(path) && !this.isTooLarge(path);
    if (kind === 'source') this.analysis.update(path, isShown ? text : undefined);
    else this.analysis.update(path, isShown ? text : undefined, kind);
    const incomplete = this.incomplete();
    if (JSON.stringify(incomplete) === this.known) return;
    this.known = JSON.stringify(incomplete);
    this.analysis.configure({ incomplete });
  }

  private isTooLarge(path: string): boolean {
    return Buffer.byteLength(this.texts.get(path) ?? '') > DEFAULT_MAX_BYTES;
  }

  private incomplete(): readonly Incomplete[] {
    const large = [...this.texts.keys()]
      .filter((path) => this.isTooLarge(path))
      .map((path): Incomplete => ({ path, reason: 'too-large', detail: `the limit is ${DEFAULT_MAX_BYTES} bytes` }));
    return [...large, ...[...this.aside.values()].map(({ path, reason, detail }): Incomplete => ({ path, reason, detail }))];
  }
}
