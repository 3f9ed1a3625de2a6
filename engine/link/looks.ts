/**
 * Who looks at facts without a question. Models go through facts themselves, and what they saw has to be known when a file changes. A look costs
 * nothing but the first time: until then the facts are behind a veil.
 */
import type { Module } from './module.ts';

export class Looks {
  private readonly modules: readonly Module[];
  private readonly saw: (m: Module) => void;
  /** So many of the modules have been veiled. */
  private veiled = 0;
  private lifted: Module[] = [];
  private isOn = false;

  /** @param modules all that there are; more may come behind them @param saw told at least once of each module that is looked at during some work */
  constructor(modules: readonly Module[], saw: (m: Module) => void) {
    this.modules = modules;
    this.saw = saw;
  }

  /** Between two pieces of work others may look as they like. */
  during<T>(work: () => T): T {
    for (const m of this.lifted.splice(0)) m.veil(this);
    this.veilNew();
    this.isOn = true;
    try {
      return work();
    } finally {
      this.isOn = false;
      // Who has a module read looks at it.
      for (let i = this.veiled; i < this.modules.length; i += 1) this.saw(this.modules[i] as Module);
      this.veilNew();
    }
  }

  look(m: Module): void {
    if (this.isOn) this.saw(m);
    else this.lifted.push(m);
  }

  private veilNew(): void {
    for (; this.veiled < this.modules.length; this.veiled += 1) (this.modules[this.veiled] as Module).veil(this);
  }
}
