/** What a text for people needs to know of its reader: the language, the colours, the width. */
import type { Locale } from '../contract/types.ts';
import { type Paint, paint, wantsColour } from './colour.ts';
import type { Io } from './io.ts';
import { type Say, speaker } from './text.ts';

export interface Screen {
  readonly locale: Locale;
  readonly say: Say;
  readonly paint: Paint;
  /** Cells to break lines at; `Infinity` where nobody looks on, so that a tool sees each sentence whole. */
  readonly columns: number;
}

/** Wider lines than this are hard to read. */
const widest = 110;
const narrowest = 40;

export function screenFor(stream: 'stdout' | 'stderr' | 'file', locale: Locale, colour: boolean | undefined, io: Io): Screen {
  const isTTY = stream !== 'file' && io.isTTY[stream];
  // Colours forced by the environment are meant for a console, not for a file that --output names.
  const coloured = stream === 'file' ? colour === true : wantsColour(colour, io.env, isTTY);
  return {
    locale,
    say: speaker(locale),
    paint: paint(coloured),
    columns: isTTY ? Math.max(narrowest, Math.min(io.columns ?? 80, widest)) : Number.POSITIVE_INFINITY,
  };
}
