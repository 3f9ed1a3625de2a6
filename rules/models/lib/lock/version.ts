/** Which version of a package a module's project asks for, from the nearest package.json that names it. */
import type { Module, Query } from '../../../../engine/rule/index.ts';

/** Major and minor of the lowest version that the range allows; undefined when nobody names the package or the range says nothing. */
export function versionOf(q: Query, m: Module, name: string): readonly [number, number] | undefined {
  const folders = m.path.split('/').slice(0, -1);
  for (let n = folders.length; n >= 0; n -= 1) {
    const text = q.file([...folders.slice(0, n), 'package.json'].join('/'));
    if (text === undefined) continue;
    const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const range = new RegExp(`"${escaped}"\\s*:\\s*"[^"\\d]*(\\d+)\\.(\\d+)`).exec(text);
    if (range) return [Number(range[1]), Number(range[2])];
  }
  return undefined;
}
