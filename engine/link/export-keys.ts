/**
 * What is noted as read by whoever asks a module for an export: the name alone. A module that only hands names on is asked by half a project, and
 * another export beside the one that was asked for changes nothing.
 */
import type { Surface } from './module.ts';

export function exportKey(path: string, name: string): string {
  return `${path}\0${name}`;
}

/** Of what stands behind all names that are not its own: `export *`, `module.exports`, and whether it exports anything. */
export function restKey(path: string): string {
  return `${path}\0*`;
}

/** Of whether there is anything behind names that are not its own; who finds nothing there has not looked at the module itself. */
export function openKey(path: string): string {
  return `${path}\0+`;
}

/** Whether a module may export a name other than `default`. */
export function mayExport({ names, stars, cjs }: Surface, name: string): boolean {
  return names.has(name) || stars.length > 0 || cjs;
}

/** All keys by which a module may have been noted: as a whole, or for a name, which is one of its own or stands for the rest. */
export function keysOf(path: string, { names }: Surface): readonly string[] {
  return [path, restKey(path), ...[...names.keys()].map((name) => exportKey(path, name))];
}

/** The keys of what one surface says otherwise than another. */
export function changedExports(path: string, before: Surface, after: Surface): readonly string[] {
  const names = new Set([...before.names.keys(), ...after.names.keys()]);
  const keys = [...names]
    .filter((name) => String(before.names.get(name)) !== String(after.names.get(name)))
    .map((name) => exportKey(path, name));
  return String(restOf(before)) === String(restOf(after)) ? keys : [...keys, restKey(path), openKey(path)];
}

/** The keys of all that leads on to other modules. */
export function handedOn(path: string, { names }: Surface): readonly string[] {
  return [restKey(path), ...[...names].filter(([, of]) => of !== 'own').map(([name]) => exportKey(path, name))];
}

function restOf({ names, stars, cjs }: Surface): readonly unknown[] {
  return [names.size > 0, cjs, ...stars.map((one) => JSON.stringify(one))];
}
