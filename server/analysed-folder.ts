/** A workspace folder as the analyst holds it: its configuration, its files, its analysis. */
import { basename, dirname, join, relative, sep } from 'node:path';
import { BASELINE_FILE } from '../contract/baseline.ts';
import { defaultConfig } from '../contract/config.ts';
import { builtinContract } from '../contract/load.ts';
import { obligationOf } from '../contract/query.ts';
import type { Contract } from '../contract/types.ts';
import type { ModuleFacts } from '../engine/facts/types.ts';
import type { Model, Rule } from '../engine/rule/index.ts';
import type { Setting } from '../engine/workspace/incremental.ts';
import type { Baseline } from '../engine/workspace/settle.ts';
import { baselinePlace, readBaseline } from '../host/baseline.ts';
import { LiveProject, type SetAside } from '../host/live-project.ts';
import { versionOf } from '../host/live-source.ts';
import { type Refusal, realFolder, type Setup, setUp } from '../host/open.ts';
import { CONFIG_FILE, findConfig } from '../host/project.ts';
import { diskTexts, type Texts } from '../host/texts.ts';
import { Analysis } from './analysis.ts';
import type { Numbered, Word } from './messages.ts';

/** Files that decide what holds for the whole folder. */
const SETS_UP: ReadonlySet<string> = new Set([CONFIG_FILE, BASELINE_FILE]);

export interface Tools {
  readonly models: readonly Model[];
  readonly rules: readonly Rule[];
  today(): string;
  reading(path: string): void;
  summarise(path: string, text: string): ModuleFacts;
}

/** What configuration, contract and baseline say. */
interface Said {
  readonly setup: Setup;
  /** Absolute. */
  readonly configFile: string | undefined;
  readonly baseline: Baseline | undefined;
  /** What is wrong with them. */
  readonly refusal: Refusal | undefined;
}

export class AnalysedFolder {
  analysis!: Analysis;
  private readonly name: string;
  private readonly folder: string;
  private readonly tools: Tools;
  private readonly post: (word: Word) => void;
  private project!: LiveProject;
  private said!: Said;
  private readonly overlays = new Map<string, string>();
  /** Configuration files as the editor holds them, by their absolute paths with links worked out. */
  private readonly configs = new Map<string, string>();
  private readonly texts: Texts = {
    has: (absolute) => this.configs.has(absolute) || diskTexts.has(absolute),
    read: (absolute) => this.configs.get(absolute) ?? diskTexts.read(absolute),
  };
  private known = '';
  private readonly facts = new Map<string, { readonly version: string; readonly facts: ModuleFacts }>();

  /** @param folder absolute; @param aside files that did harm to an analyst before this one */
  constructor(name: string, folder: string, aside: readonly SetAside[], tools: Tools, post: (word: Word) => void) {
    this.name = name;
    this.folder = realFolder(folder);
    this.tools = tools;
    this.post = post;
    this.open(aside);
  }

  take(order: Numbered): void {
    switch (order.is) {
      case 'edit':
        if (basename(order.path) === CONFIG_FILE) {
          const file = join(realFolder(dirname(order.path)), CONFIG_FILE);
          if (order.text === undefined) this.configs.delete(file);
          else this.configs.set(file, order.text);
          this.reconfigure();
          break;
        }
        if (order.text === undefined) this.overlays.delete(order.path);
        else this.overlays.set(order.path, order.text);
        this.overlay(order.path, order.text);
        break;
      case 'disk':
        this.disk(order.paths, order.reshaped);
        break;
      case 'reload':
        this.open([]);
        break;
      case 'setAside':
        this.project.setAside(order.one);
        break;
    }
    this.tellIncomplete();
  }

  pathOf(absolute: string): string | undefined {
    return this.project.pathOf(absolute);
  }

  textOf(path: string): string | undefined {
    return this.project.files.read(path);
  }

  /** Nothing is left to do for now. */
  rest(): void {
    this.project.dropTexts();
  }

  private disk(paths: readonly string[], reshaped: boolean): void {
    if (paths.some((path) => path === this.said.configFile || SETS_UP.has(basename(path)) || this.isContract(path))) this.reconfigure();
    let walk = reshaped;
    for (const absolute of paths) {
      const path = this.project.pathOf(absolute);
      if (path !== undefined && this.project.changedOnDisk(path)) walk = true;
    }
    if (walk) this.project.reshape();
  }

  private isContract(absolute: string): boolean {
    return this.project.pathOf(absolute) === this.setup.config.contract;
  }

  /** Configuration, contract or baseline may say something else. As long as they leave the same files in, none is read anew. */
  private reconfigure(): void {
    const before = this.said;
    const said = this.readSetup();
    if (JSON.stringify(said) === JSON.stringify(before)) return;
    if (filesOf(said.setup) !== filesOf(before.setup)) {
      this.open([], said);
      return;
    }
    this.said = said;
    this.tellSetup();
    const { contract, config, configPath } = said.setup;
    this.analysis.configure({ contract, config, baseline: said.baseline, ...(configPath !== undefined && { configPath }) });
    this.analysis.forgetTold();
  }

  /** With a configuration that is not valid, the one before stays, or what holds without one. */
  private readSetup(): Said {
    const ids = this.tools.rules.map((rule) => rule.id);
    const read = setUp(this.folder, this.folder, undefined, ids, this.texts);
    const setup = 'reason' in read ? (this.said?.setup ?? withoutConfig(this.folder)) : read;
    const baseline = readBaseline(baselinePlace(setup.root, this.folder, undefined));
    const isUnread = baseline !== undefined && 'reason' in baseline;
    return {
      setup,
      configFile: findConfig(this.folder, this.texts.has),
      baseline: isUnread ? undefined : baseline,
      refusal: 'reason' in read ? read : isUnread ? baseline : undefined,
    };
  }

  private get setup(): Setup {
    return this.said.setup;
  }

  /** Reads everything from the disk. */
  private open(aside: readonly SetAside[], said: Said = this.readSetup()): void {
    this.said = said;
    this.tellSetup();
    const prefix = this.prefix();
    this.project = new LiveProject(this.setup, {
      update: (path, source) => (source ? this.analysis.put(source) : this.analysis.update(path, undefined)),
      touched: (path) => this.analysis.touched(path),
      reading: (path) => this.tools.reading(path),
    });
    const setting: Setting = {
      files: this.project.files,
      contract: this.setup.contract,
      config: this.setup.config,
      models: this.tools.models,
      rules: this.tools.rules,
      now: this.tools.today(),
      ...(this.setup.configPath !== undefined && { configPath: this.setup.configPath }),
      baseline: said.baseline,
      summarise: (path, text) => this.factsOf(path, text),
      ...(prefix !== '' && { scope: (path: string) => path.startsWith(prefix) }),
    };
    this.analysis = new Analysis(setting);
    this.known = '';
    for (const one of aside) this.project.setAside(one, true);
    for (const [path, text] of this.overlays) this.overlay(path, text);
    this.project.load();
    for (const path of this.facts.keys()) if (!this.project.files.has(path)) this.facts.delete(path);
    this.tellIncomplete();
  }

  /** Facts hang on the text alone: they outlive the configuration they were first needed under. */
  private factsOf(path: string, text: string): ModuleFacts {
    const version = versionOf(text);
    const before = this.facts.get(path);
    if (before?.version === version) return before.facts;
    const facts = this.tools.summarise(path, text);
    this.facts.set(path, { version, facts });
    return facts;
  }

  private overlay(absolute: string, text: string | undefined): void {
    const path = this.project.pathOf(absolute);
    if (path !== undefined) this.project.overlay(path, text);
  }

  private tellIncomplete(): void {
    const incomplete = this.project.incomplete();
    const now = JSON.stringify([incomplete, this.project.ignored]);
    if (now === this.known) return;
    this.known = now;
    this.analysis.configure({ incomplete, ignored: this.project.ignored });
  }

  private prefix(): string {
    const way = relative(this.setup.root, this.folder).split(sep).join('/');
    return way === '' ? '' : `${way}/`;
  }

  private tellSetup(): void {
    const { setup, configFile, refusal } = this.said;
    const { root, contract, config } = setup;
    const on = this.tools.rules.filter(
      (rule) => obligationOf(contract, rule.obligation) !== undefined && config.rulesOff[rule.id] === undefined,
    );
    this.post({
      is: 'setup',
      folder: this.name,
      root,
      prefix: this.prefix(),
      contract,
      config,
      rules: on.map(({ id, title, obligation }) => ({ id, title, obligation })),
      configFile,
      problems: refusal?.problems ?? [],
      refusal: refusal?.reason,
    });
  }
}

/** What decides which files there are, and which of them are judged. */
function filesOf({ root, config: { ignore, testFiles, tests, generated } }: Setup): string {
  return JSON.stringify([root, ignore, testFiles, tests, generated]);
}

function withoutConfig(root: string): Setup {
  return { root, contract: builtinContract('security-exhibit') as Contract, config: defaultConfig() };
}
