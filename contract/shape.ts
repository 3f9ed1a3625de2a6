/**
 * Shapes: what a node of a data file must look like, and the value it then stands for. A shape says all that is wrong beneath it
 * rather than stopping at the first mistake, and answers undefined when it has complained.
 */
import type { Node } from 'jsonc-parser';
import type { Problems } from './document.ts';
import * as say from './messages.ts';
import { nearest } from './similar.ts';
import type { WordPattern } from './term-kinds.ts';

/** Boxed, so that a value may itself be undefined. */
export type Read<T> = { readonly value: T } | undefined;

/** `where` is the path to the node, as messages show it; empty at the root. */
export type Shape<T> = (node: Node, where: string, problems: Problems) => Read<T>;

export interface Field<T> {
  readonly shape: Shape<T>;
  /** What an absent key stands for; without it the key must be there. */
  readonly fallback?: { readonly value: T };
}

export function required<T>(shape: Shape<T>): Field<T> {
  return { shape };
}

export function optional<T>(shape: Shape<T>, value: T): Field<T> {
  return { shape, fallback: { value } };
}

/** True when the node has that type; complains otherwise. */
export function isKind(node: Node, kind: say.Kind, where: string, problems: Problems): boolean {
  if (node.type === kind) return true;
  problems.add(node.offset, say.wrongType(where, kind, node.type as say.Kind));
  return false;
}

/** An object with exactly these keys. */
export function object<T extends object>(fields: { readonly [K in keyof T]-?: Field<T[K]> }): Shape<T> {
  return (node, where, problems) => {
    if (!isKind(node, 'object', where, problems)) return undefined;
    const known = Object.keys(fields);
    const read = new Map<string, Read<unknown>>();
    for (const { key, keyNode, value } of entries(node, problems)) {
      const field = Object.hasOwn(fields, key) ? fields[key as keyof T] : undefined;
      if (field === undefined) {
        problems.add(keyNode.offset, say.unknownKey(where, key, nearest(key, known), known));
        read.set(key, undefined);
      } else {
        read.set(key, field.shape(value, join(where, key), problems));
      }
    }
    for (const key of known) {
      if (read.has(key)) continue;
      const fallback = fields[key as keyof T].fallback;
      if (fallback === undefined) problems.add(node.offset, say.missingKey(where, key));
      read.set(key, fallback);
    }
    return whole([...read]) as Read<T>;
  };
}

/** An object with free keys. `entry` gives the shape of a key's value, or what is wrong with the key. */
export function record<T>(entry: (key: string) => Shape<T> | say.Complaint): Shape<Readonly<Record<string, T>>> {
  return (node, where, problems) => {
    if (!isKind(node, 'object', where, problems)) return undefined;
    const read: [string, Read<T>][] = [];
    for (const { key, keyNode, value } of entries(node, problems)) {
      const shape = entry(key);
      if (typeof shape === 'function') {
        read.push([key, shape(value, join(where, key), problems)]);
      } else {
        problems.add(keyNode.offset, shape);
        read.push([key, undefined]);
      }
    }
    return whole(read);
  };
}

export function array<T>(item: Shape<T>, least: 0 | 1 = 0): Shape<readonly T[]> {
  return (node, where, problems) => {
    if (!isKind(node, 'array', where, problems)) return undefined;
    const children = node.children ?? [];
    if (children.length < least) {
      problems.add(node.offset, say.tooFew(where));
      return undefined;
    }
    const read = children.map((child, index) => item(child, `${where}[${index}]`, problems));
    return read.every((one) => one !== undefined) ? { value: read.map((one) => one.value) } : undefined;
  };
}

/** A list of different words. */
export function words<W extends string>(item: Shape<W>, least: 0 | 1 = 0): Shape<readonly W[]> {
  const list = array(item, least);
  return (node, where, problems) => {
    const read = list(node, where, problems);
    if (read === undefined) return undefined;
    const again = read.value.findIndex((word, index) => read.value.indexOf(word) < index);
    const second = node.children?.[again];
    if (second === undefined) return read;
    problems.add(second.offset, say.repeated(where, String(second.value)));
    return undefined;
  };
}

/** A text that is more than white space. */
export function text(): Shape<string> {
  return (node, where, problems) => {
    if (!isKind(node, 'string', where, problems)) return undefined;
    const value = node.value as string;
    if (/\S/.test(value)) return { value };
    problems.add(node.offset, say.blank(where));
    return undefined;
  };
}

export function matching(pattern: WordPattern): Shape<string> {
  const regex = new RegExp(pattern.regex);
  return (node, where, problems) => {
    const read = text()(node, where, problems);
    if (read === undefined || regex.test(read.value)) return read;
    problems.add(node.offset, say.malformed(where, read.value, pattern.says));
    return undefined;
  };
}

export function oneOf<W extends string>(known: readonly W[]): Shape<W> {
  return (node, where, problems) => {
    if (!isKind(node, 'string', where, problems)) return undefined;
    const value = node.value as string;
    const found = known.find((word) => word === value);
    if (found !== undefined) return { value: found };
    problems.add(node.offset, say.notOneOf(where, value, nearest(value, known), known));
    return undefined;
  };
}

export function toggle(): Shape<boolean> {
  return (node, where, problems) => (isKind(node, 'boolean', where, problems) ? { value: node.value as boolean } : undefined);
}

/** A finite number above zero. */
export function amount(): Shape<number> {
  return (node, where, problems) => {
    if (!isKind(node, 'number', where, problems)) return undefined;
    const value = node.value as number;
    if (Number.isFinite(value) && value > 0) return { value };
    problems.add(node.offset, say.notPositive(where));
    return undefined;
  };
}

interface Entry {
  readonly key: string;
  readonly keyNode: Node;
  readonly value: Node;
}

/** The keys of an object in order; the second of two equal keys is complained about and left out. */
function entries(node: Node, problems: Problems): readonly Entry[] {
  const seen = new Map<string, number>();
  const result: Entry[] = [];
  for (const property of node.children ?? []) {
    const [keyNode, value] = property.children ?? [];
    if (keyNode === undefined || value === undefined) continue;
    const key = keyNode.value as string;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, keyNode.offset);
      result.push({ key, keyNode, value });
    } else {
      problems.add(keyNode.offset, say.duplicateKey(key, problems.lineOf(first)));
    }
  }
  return result;
}

function whole<T>(read: readonly (readonly [string, Read<T>])[]): Read<Readonly<Record<string, T>>> {
  const values: [string, T][] = [];
  for (const [key, one] of read) {
    if (one === undefined) return undefined;
    values.push([key, one.value]);
  }
  // `fromEntries` defines own keys, so that a key named `__proto__` stays data.
  return { value: Object.fromEntries(values) };
}

function join(where: string, key: string): string {
  return where === '' ? key : `${where}.${key}`;
}
