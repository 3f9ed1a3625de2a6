/** `.clauselint-baseline.json`: the findings that were there when checking began, each with the day on which it was first known. */
import { parseDocument } from './document.ts';
import { otherVersion } from './messages.ts';
import { array, matching, object, optional, required, type Shape, text } from './shape.ts';
import { DATE } from './term-kinds.ts';
import type { DataProblem } from './types.ts';
import { FINGERPRINT } from './waiver.ts';

export const BASELINE_FILE = '.clauselint-baseline.json';
const VERSION = 1;

export interface BaselineEntry {
  readonly rule: string;
  /** Relative to the project's root, with `/`. */
  readonly path: string;
  readonly fingerprint: string;
  /** The same finding without its path, so that it is known again in a renamed file. */
  readonly partial: string;
  /** YYYY-MM-DD: from here the contract's days are counted. */
  readonly firstDetected: string;
}

interface BaselineFile {
  readonly $schema: string;
  readonly version: number;
  readonly findings: readonly BaselineEntry[];
}

const version: Shape<number> = (node, where, problems) => {
  if (node.value === VERSION) return { value: VERSION };
  problems.add(node.offset, otherVersion(where, VERSION));
  return undefined;
};

const shape: Shape<BaselineFile> = object<BaselineFile>({
  $schema: optional(text(), ''),
  version: required(version),
  findings: required(
    array(
      object<BaselineEntry>({
        rule: required(text()),
        path: required(text()),
        fingerprint: required(matching(FINGERPRINT)),
        partial: required(matching(FINGERPRINT)),
        firstDetected: required(matching(DATE)),
      }),
    ),
  ),
});

/** Reads a baseline. `file` is the name that problems carry. */
export function loadBaseline(
  text: string,
  file: string,
): { readonly entries: readonly BaselineEntry[] } | { readonly problems: readonly DataProblem[] } {
  const { root, problems } = parseDocument(text, file);
  const read = root === undefined ? undefined : shape(root, '', problems);
  const found = problems.list();
  return read === undefined || found.length > 0 ? { problems: found } : { entries: read.value.findings };
}

/** The file's text: sorted, a line an entry, so that version control shows what came and went. */
export function baselineText(entries: readonly BaselineEntry[]): string {
  const keyOf = (one: BaselineEntry): string => [one.path, one.rule, one.fingerprint].join('\0');
  const sorted = entries.map((one) => [keyOf(one), one] as const).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const rows = sorted.map(([, { rule, path, fingerprint, partial, firstDetected }]) =>
    JSON.stringify({ rule, path, firstDetected, fingerprint, partial }),
  );
  return `{\n  "version": ${VERSION},\n  "findings": [${rows.length === 0 ? '' : `\n    ${rows.join(',\n    ')}\n  `}]\n}\n`;
}
