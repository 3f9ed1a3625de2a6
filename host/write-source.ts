/** Writes a changed source file back as it was read: its byte order mark and encoding kept, and only if nobody else has changed it since. */
import { join } from 'node:path';
import { WriteRefused, writeAtomic } from './atomic-write.ts';
import type { SourceText } from './read.ts';

/**
 * @param root absolute; the file must lie in it
 * @param before the file as it was read
 * @throws WriteRefused when the file no longer holds what was read; system errors as they are
 */
export function writeSource(root: string, path: string, before: SourceText, text: string): void {
  writeAtomic(join(root, path), encoded({ ...before, text }), { within: root, expected: encoded(before) });
}

/** The bytes of a text; the inverse of `readSource`, byte for byte. */
export function encoded({ text, bom, encoding }: SourceText): Buffer {
  const marked = bom ? `\ufeff${text}` : text;
  if (encoding === 'utf-8') return Buffer.from(marked, 'utf8');
  const bytes = Buffer.from(marked, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}

export { WriteRefused };
