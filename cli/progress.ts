/** One line on the terminal's stderr that says how far the run is; nothing at all in a pipe. */
import type { Io } from './io.ts';
import type { CheckRequest } from './session.ts';
import type { Say } from './text.ts';
import { clip } from './width.ts';

/** The least time between two drawings, in milliseconds: quick enough to look alive, slow enough to cost nothing. */
const pause = 80;
const clearLine = '\r\u001b[2K';

export interface Progress {
  readonly update: CheckRequest['progress'];
  /** Takes the line away. Nothing is drawn afterwards. */
  end(): void;
}

export function progress(io: Io, say: Say): Progress {
  if (!io.isTTY.stderr || io.env['TERM'] === 'dumb') return { update: () => undefined, end: () => undefined };
  let drawnAt = Number.NEGATIVE_INFINITY;
  let drawn = false;
  let ended = false;
  return {
    update(done, total, phase) {
      const now = io.clock();
      if (ended || now - drawnAt < pause) return;
      drawnAt = now;
      drawn = true;
      const count = total > 0 ? `${done}/${total} (${Math.floor((Math.min(done, total) / total) * 100)} %)` : `${done}`;
      // One cell stays free: a full line would wrap on some terminals and could not be cleared.
      io.stderr(clearLine + clip(say(`progress.${phase}`, { count }), (io.columns ?? 80) - 1));
    },
    end() {
      if (drawn && !ended) io.stderr(clearLine);
      ended = true;
    },
  };
}
