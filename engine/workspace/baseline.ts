/** Findings held against a baseline: which it holds already, and which of its entries are met no more. */
import type { BaselineEntry } from '../../contract/baseline.ts';
import type { Finding } from './report.ts';

export interface Matched {
  /** By fingerprint of the finding. */
  readonly entries: ReadonlyMap<string, BaselineEntry>;
  /** Entries that no finding meets, of those that `lookedAt` answers for. */
  readonly absent: readonly BaselineEntry[];
}

export interface Lookup {
  /** Whether the file's findings would be among those given: in scope, and analysed whole. */
  lookedAt(path: string): boolean;
  /** Whether the file is still there. */
  exists(path: string): boolean;
}

/**
 * Each finding takes the entry with its fingerprint. What is left over on both sides is paired by the partial fingerprint: the file was
 * renamed, or the code moved to another one. An entry of a file that nobody looked at is kept for that file.
 */
export function matchBaseline(findings: readonly Finding[], entries: readonly BaselineEntry[], { lookedAt, exists }: Lookup): Matched {
  const byFingerprint = new Map(entries.map((entry) => [entry.fingerprint, entry]));
  const met = new Map<string, BaselineEntry>();
  const taken = new Set<BaselineEntry>();
  const take = (finding: Finding, entry: BaselineEntry): void => {
    met.set(finding.fingerprint, entry);
    taken.add(entry);
  };
  for (const finding of findings) {
    const entry = byFingerprint.get(finding.fingerprint);
    if (entry) take(finding, entry);
  }
  const left = new Map<string, BaselineEntry[]>();
  for (const entry of entries) {
    if (taken.has(entry) || !(lookedAt(entry.path) || !exists(entry.path))) continue;
    const key = `${entry.rule} ${entry.partial}`;
    left.set(key, [...(left.get(key) ?? []), entry]);
  }
  for (const finding of findings) {
    if (met.has(finding.fingerprint)) continue;
    const entry = left.get(`${finding.rule} ${finding.partial}`)?.shift();
    if (entry) take(finding, entry);
  }
  return { entries: met, absent: entries.filter((entry) => !taken.has(entry) && lookedAt(entry.path)) };
}

export interface Revision {
  readonly entries: readonly BaselineEntry[];
  /** Findings that the baseline did not hold: added where that was allowed, else left out. */
  readonly fresh: readonly Finding[];
  readonly removed: number;
}

/**
 * The baseline after a run: entries that are met keep their day and take the finding's present path and fingerprint, those met no more go.
 * Only with `accept` does it grow.
 */
export function reviseBaseline(
  findings: readonly Finding[],
  entries: readonly BaselineEntry[],
  lookup: Lookup,
  accept: { readonly now: string } | undefined,
): Revision {
  const { entries: met, absent } = matchBaseline(findings, entries, lookup);
  const gone = new Set([...absent, ...met.values()]);
  const kept = findings.flatMap((finding) => {
    const entry = met.get(finding.fingerprint);
    return entry ? [entryOf(finding, entry.firstDetected)] : [];
  });
  const fresh = findings.filter((finding) => !met.has(finding.fingerprint));
  const added = accept ? fresh.map((finding) => entryOf(finding, accept.now)) : [];
  return { entries: [...entries.filter((entry) => !gone.has(entry)), ...kept, ...added], fresh, removed: absent.length };
}

function entryOf({ rule, place, fingerprint, partial }: Finding, firstDetected: string): BaselineEntry {
  return { rule, path: place.path, fingerprint, partial, firstDetected };
}
