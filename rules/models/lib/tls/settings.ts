/** Settings told by their names, wherever they are written: a property of an object, a field of a class, an assignment to a member, an argument after its name. */
import type { ExprId, Module, Query, Ref } from '../../../../engine/rule/index.ts';

export interface Setting {
  readonly name: string;
  /** What it is set to. */
  readonly value: Ref;
  /** The object literal it stands in. */
  readonly holder?: ExprId;
}

/** `x.addPropertyOverride('DistributionConfig.MinimumProtocolVersion', v)`, `fn.addEnvironment('NAME', v)`, `curl.setOpt('SSL_VERIFYPEER', 0)`, `map.set('name', v)`. */
const NAMED_CALLS: ReadonlySet<string> = new Set([
  'addPropertyOverride',
  'addOverride',
  'addEnvironment',
  'setOpt',
  'set',
  'setEnv',
  'put',
]);

/** Calls `each` for every setting of a module whose name is asked for. */
export function eachSetting(m: Module, q: Query, wanted: { has(name: string): boolean }, each: (setting: Setting) => void): void {
  const root = q.ref(m, 0);
  for (const cls of m.facts.classes) {
    for (const field of cls.fields) if (field.e !== undefined && wanted.has(field.n)) each({ name: field.n, value: q.part(root, field.e) });
  }
  m.facts.exprs.forEach((expr, e) => {
    if (expr.k === 'obj') {
      for (const prop of expr.p) {
        if ('n' in prop && wanted.has(prop.n)) each({ name: prop.n, value: q.part(root, prop.v), holder: e });
        else if ('c' in prop) {
          const key = m.expr(prop.c);
          const name = key.k === 'lit' && typeof key.v === 'string' ? key.v : key.k === 'member' ? key.n : '';
          if (wanted.has(name)) each({ name, value: q.part(root, prop.v), holder: e });
        }
      }
    } else if (expr.k === 'assign') {
      const target = m.expr(expr.t);
      const index = target.k === 'index' ? m.expr(target.i) : undefined;
      const name = target.k === 'member' ? target.n : index?.k === 'lit' ? String(index.v) : '';
      if (wanted.has(name)) each({ name, value: q.part(root, expr.v) });
    } else if (expr.k === 'call') {
      const callee = m.expr(expr.c);
      const [key, value] = expr.a;
      // `window.main.setTlsMinVersion('TLSv1')`; a state of the user interface has its setter as a variable.
      const setter = callee.k === 'member' ? /^set((?:Tls|Ssl|Min)\w*)$/.exec(callee.n)?.[1] : undefined;
      const property = setter === undefined ? '' : `${setter[0]?.toLowerCase() ?? ''}${setter.slice(1)}`;
      if (key !== undefined && value === undefined && wanted.has(property)) each({ name: property, value: q.part(root, key) });
      if (callee.k !== 'member' || !NAMED_CALLS.has(callee.n) || key === undefined || value === undefined) return;
      const written = m.expr(key);
      const path = written.k === 'lit' && typeof written.v === 'string' ? written.v : written.k === 'member' ? written.n : '';
      const name = path.slice(path.lastIndexOf('.') + 1);
      if (wanted.has(name)) each({ name, value: q.part(root, value) });
    }
  });
}

/** The value of the setting that an expression belongs to, seen through conditions and defaults; undefined when it belongs to none of these names. */
export function settingAround(at: Ref, wanted: { has(name: string): boolean }): ExprId | undefined {
  const { m } = at;
  for (let e = at.e, i = 0; i < 20; i += 1) {
    const parent = m.parentOf(e);
    if (parent < 0) return undefined;
    const expr = m.expr(parent);
    if (expr.k === 'obj') return expr.p.some((prop) => 'n' in prop && prop.v === e && wanted.has(prop.n)) ? e : undefined;
    if (expr.k === 'assign') {
      const target = m.expr(expr.t);
      return expr.v === e && target.k === 'member' && wanted.has(target.n) ? e : undefined;
    }
    if (expr.k !== 'cond' && expr.k !== 'dflt' && expr.k !== 'bin' && expr.k !== 'await') return undefined;
    e = parent;
  }
  return undefined;
}

/** The names of the calls that an object literal is handed to: directly, within another object, or through a variable of its module. */
export function callsWith(m: Module, object: ExprId): readonly string[] {
  const out: string[] = [];
  const seen = new Set<ExprId>();
  const pending: ExprId[] = [object];
  for (let e = pending.pop(), i = 0; e !== undefined && i < 60; e = pending.pop(), i += 1) {
    if (seen.has(e)) continue;
    seen.add(e);
    const holder = m.parentOf(e);
    if (holder < 0) {
      m.facts.bindings.forEach((binding, b) => {
        if (binding.e === e) for (const read of readsOf(m, b)) pending.push(read);
      });
      continue;
    }
    const expr = m.expr(holder);
    if (expr.k === 'call' || expr.k === 'new') {
      const callee = m.expr(expr.c);
      const name = callee.k === 'member' || callee.k === 'free' ? callee.n : callee.k === 'ref' ? m.bindingName(callee.b) : '';
      if (expr.c !== e) out.push(name);
      if (name === 'assign' || name === 'freeze' || name === 'merge') pending.push(holder);
    } else if (['obj', 'spread', 'cond', 'bin', 'dflt', 'await'].includes(expr.k)) pending.push(holder);
    else if (expr.k === 'assign') {
      const target = m.expr(expr.t);
      if (target.k === 'ref') for (const read of readsOf(m, target.b)) pending.push(read);
    }
  }
  return out;
}

const reads = new WeakMap<Module, Map<number, ExprId[]>>();

function readsOf(m: Module, b: number): readonly ExprId[] {
  let table = reads.get(m);
  if (!table) {
    table = new Map();
    for (const [e, expr] of m.facts.exprs.entries()) {
      if (expr.k !== 'ref') continue;
      const list = table.get(expr.b);
      if (list) list.push(e);
      else table.set(expr.b, [e]);
    }
    reads.set(m, table);
  }
  return table.get(b) ?? [];
}
