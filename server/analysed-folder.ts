/** A workspace folder as the analyst holds it: its configuration, its files, its analysis. */
import { basename, relative, sep } from 'node:path';
import { BASELINE_FILE } from '../contract/baseline.ts';
import { defaultConfig } from '../contract/config.ts';
import { builtinContract } from '../contract/load.ts';
import { obligationOf } from '../contract/query.ts';
import type { Contract } from '../contract/types.ts';
import type { ModuleFacts } from '../engine/facts/types.ts';
import type { Model, Rule } from '../engine/rule/index.ts';
import type { Setting } from '../engine/workspace/incremental.ts';
import { baselinePlace, readBaseline } from '../host/baseline.ts';
import { LiveProject, type SetAside } from '../host/live-project.ts';
import { versionOf } from '../host/live-source.ts';
import { type Refusal, realFolder, type Setup, setUp } from '../host/open.ts';
import { CONFIG_FILE, findConfig } from '../host/project.ts';
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

export class AnalysedFolder {
  analysis!: Analysis;
  private readonly name: string;
  private readonly folder: string;
  private readonly tools: Tools;
  private readonly post: (word: Word) => void;
  private project!: LiveProject;
  private setup!: Setup;
  private configFile: string | undefined;
  private readonly overlays = new Map<string, string>();
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
    if (paths.some((path) => path === this.configFile || SETS_UP.has(basename(path)) || this.isContract(path))) {
      this.open([]);
      return;
    }
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

  /** Reads configuration and files from the disk. With a configuration that is not valid, the one before stays, or what holds without one. */
  private open(aside: readonly SetAside[]): void {
    const ids = this.tools.rules.map((rule) => rule.id);
    const read = setUp(this.folder, this.folder, undefined, ids);
    this.configFile = findConfig(this.folder);
    this.setup = 'reason' in read ? (this.setup ?? withoutConfig(this.folder)) : read;
    const baseline = readBaseline(baselinePlace(this.setup.root, this.folder, undefined));
    const isUnread = baseline !== undefined && 'reason' in baseline;
    this.tellSetup('reason' in read ? read : isUnread ? baseline : undefined);
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
      ...(!isUnread && { baseline }),
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

  private tellSetup(refusal: Refusal | undefined): void {
    const { root, contract, config } = this.setup;
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
      configFile: this.configFile,
      problems: refusal?.problems ?? [],
      refusal: refusal?.reason,
    });
  }
}

function withoutConfig(root: string): Setup {
  return { root, contract: builtinContract('security-exhibit') as Contract, config: defaultConfig() };
}
