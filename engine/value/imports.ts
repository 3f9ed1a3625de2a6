/** From an import to what it names: an export of the project, through re-exports, or something of a package. */
import type { ExprId } from '../facts/types.ts';
import { exportKey, mayExport, openKey, restKey } from '../link/export-keys.ts';
import type { Module } from '../link/module.ts';
import type { Evaluator } from './evaluator.ts';
import { absent, through, unknown } from './make.ts';
import type { Ref, Value } from './types.ts';

export function importValue(ev: Evaluator, m: Module, index: number, at: Ref): Value {
  const fact = m.facts.imports[index];
  if (!fact) return unknown('import', at);
  return named(ev, m, fact.s, fact.n, at, new Set());
}

/** `require('x')`, `import('x')`, `import x = require('x')`. */
export function specifierValue(ev: Evaluator, m: Module, specifier: string, at: Ref): Value {
  return named(ev, m, specifier, '*', at, new Set());
}

function named(ev: Evaluator, from: Module, specifier: string, name: string, at: Ref, seen: Set<string>): Value {
  const target = ev.program.resolve(from, specifier);
  if ('package' in target) {
    const root = `${target.package}${target.subpath ? `/${target.subpath.replace(/\.[cm]?js$/, '')}` : ''}#`;
    return { is: 'ext', key: name === '*' || name === 'default' ? root : `${root}${name}`, at };
  }
  const module = 'file' in target ? moduleAt(ev, target.file) : undefined;
  if (!module) return unknown('import', at, { name: specifier });
  if (name === '*') {
    ev.note(restKey(module.path));
    module.consulted = true;
    return module.surface.cjs && module.surface.names.size === 0
      ? through(ev.value(ev.ref(module, module.facts.cjs as ExprId)), at)
      : { is: 'ns', m: module, at };
  }
  return exportValue(ev, module, name, at, seen);
}

function moduleAt(ev: Evaluator, path: string): Module | undefined {
  const module = ev.program.module(path);
  // A file that says nothing today may say something tomorrow.
  if (!module) ev.note(path);
  return module;
}

/** What an `export *` leads to, where that may have the name. Most have not, and are not read to know it. */
function starred(ev: Evaluator, path: string, name: string): Module | undefined {
  const module = ev.program.mayExport(path, name) ? moduleAt(ev, path) : undefined;
  if (module && mayExport(module.surface, name)) return module;
  ev.note(exportKey(path, name));
  ev.note(openKey(path));
  return undefined;
}

/** The value behind an export's name, through `export … from`, `export *` and CommonJS. */
export function exportValue(ev: Evaluator, m: Module, name: string, at: Ref, seen: Set<string>): Value {
  const key = `${m.id} ${name}`;
  if (seen.has(key)) return unknown('cycle', at);
  seen.add(key);
  ev.note(exportKey(m.path, name));
  m.consulted = true;
  const fact = m.exportNamed(name);
  if (fact) {
    if ('s' in fact) return named(ev, m, fact.s, fact.from, at, seen);
    if ('b' in fact) return ev.bindingValue(m, fact.b, ev.ref(m, 0).ctx, { m, e: m.facts.bindings[fact.b]?.e ?? 0, ctx: ev.ref(m, 0).ctx });
    return through(ev.value(ev.ref(m, fact.e)), ev.ref(m, fact.e));
  }
  ev.note(restKey(m.path));
  if (m.surface.cjs) {
    const whole = ev.value(ev.ref(m, m.facts.cjs as ExprId));
    return name === 'default' ? whole : ev.member(whole, name, at);
  }
  let outside: string | undefined;
  for (const specifier of name === 'default' ? [] : m.surface.stars) {
    const target = ev.program.resolve(m, specifier);
    if ('file' in target) {
      const next = starred(ev, target.file, name);
      if (!next) continue;
      const found = exportValue(ev, next, name, at, seen);
      if (found.is !== 'absent' && !(found.is === 'unknown' && found.why === 'cycle')) return found;
    } else if ('package' in target) outside ??= `${target.package}${target.subpath ? `/${target.subpath}` : ''}#`;
  }
  if (outside !== undefined) return { is: 'ext', key: `${outside}${name}`, at };
  // A CommonJS module taken by its default import is its whole namespace.
  if (name === 'default' && m.surface.names.size > 0) return { is: 'ns', m, at };
  return absent(at);
}
