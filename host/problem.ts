/** What the disk would not give. Every one is shown: a file left out in silence would pass for a file without faults. */
import type { Incomplete } from '../engine/workspace/report.ts';

export interface HostProblem {
  /** Relative to the project's root, `/` separated; control characters may occur, escaping is the reporter's business. */
  readonly path: string;
  readonly reason: Exclude<Incomplete['reason'], 'syntax' | 'timeout' | 'crash'>;
  readonly detail: string;
  /** False for what is only worth a note, since nothing that belongs to the project went unread. */
  readonly gap: boolean;
}

/** The name of a system error (`EACCES`) and what it means, without the machine's path. */
export function systemError(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error';
  const meaning = MEANING[code];
  return meaning === undefined ? code : `${code}: ${meaning}`;
}

const MEANING: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ENOENT: 'no such file or directory',
  ENOTDIR: 'not a directory',
  ELOOP: 'symbolic link',
  ENAMETOOLONG: 'name too long',
  EMFILE: 'too many open files',
  EIO: 'input/output error',
  ENOSPC: 'no space left on device',
  EROFS: 'read-only file system',
};
