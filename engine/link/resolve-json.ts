/** Reads the JSON and YAML of a project for the resolver, and keeps what was wrong with it. */
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import type { ProjectFiles } from './resolve.ts';

export interface ReadProblem {
  readonly path: string;
  readonly detail: string;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** The object in a JSON file, comments and trailing commas allowed; undefined (and a problem) when there is none to be had. */
export function readObject(files: ProjectFiles, path: string, problems: ReadProblem[]): JsonObject | undefined {
  const text = files.read(path);
  if (text === undefined) {
    problems.push({ path, detail: 'cannot be read' });
    return undefined;
  }
  try {
    const errors: ParseError[] = [];
    const value: unknown = parse(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true, allowEmptyContent: true });
    const first = errors[0];
    if (first) problems.push({ path, detail: `not valid JSON at offset ${first.offset}: ${printParseErrorCode(first.error)}` });
    // The parser recovers: what it understood of a half-typed file still serves.
    return isObject(value) ? value : undefined;
  } catch (error) {
    // Nesting deep enough to exhaust the stack.
    problems.push({ path, detail: error instanceof Error ? error.message : 'cannot be parsed' });
    return undefined;
  }
}
