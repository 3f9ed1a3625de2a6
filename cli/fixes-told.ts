/** What the command line says of the fixes of a run: the diff on stdout when it only tries, the rest on stderr. */
import { complain } from './complain.ts';
import { visible } from './escape.ts';
import type { Io } from './io.ts';
import type { Screen } from './screen.ts';
import type { Fixed } from './session.ts';
import { unifiedDiff } from './unified-diff.ts';

export function tellFixes({ files, made, unwritten, unsettled }: Fixed, how: 'write' | 'try', screen: Screen, io: Io): void {
  const { say } = screen;
  if (how === 'try') io.stdout(files.map((one) => diff(one.path, one.before, one.after, io.isTTY.stdout)).join(''));
  if (made > 0) io.stderr(`${say(how === 'write' ? 'fix.made' : 'fix.would', { count: made, files: files.length })}\n`);
  else if (unwritten.length === 0) io.stderr(`${say('fix.none')}\n`);
  for (const { path, why, detail } of unwritten) {
    if (why === 'changed') complain(say('fix.changed', { file: path }), say('fix.changedRemedy'), screen, io);
    else complain(say('fix.failed', { file: path, detail }), say('fix.failedRemedy'), screen, io);
  }
  if (unsettled) complain(say('fix.unsettled'), undefined, screen, io);
}

/** Byte for byte for a tool; for a terminal without what could steer it. */
function diff(path: string, before: string, after: string, terminal: boolean): string {
  const text = unifiedDiff(path, before, after);
  if (!terminal) return text;
  const lines = text.split('\n').map((line) => line.replace(/\r$/, '').split('\t').map(visible).join('\t'));
  return lines.join('\n');
}
