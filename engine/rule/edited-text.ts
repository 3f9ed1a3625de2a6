/** A text through several rounds of edits, which can be told as edits of the text it was at first. */
import type { TextEdit } from './fix.ts';

/** A stretch of the first text that is still there, or a text that was put in. */
type Piece = { readonly from: number; readonly to: number } | { readonly put: string };

export class EditedText {
  private readonly first: string;
  private pieces: readonly Piece[];

  constructor(text: string) {
    this.first = text;
    this.pieces = [{ from: 0, to: text.length }];
  }

  get text(): string {
    return this.pieces.map((one) => this.shown(one)).join('');
  }

  /** @param edits of the text as it is now, in order and without overlaps */
  apply(edits: readonly TextEdit[]): void {
    const out: Piece[] = [];
    let at = 0;
    for (const { start, end, text } of edits) {
      out.push(...this.between(at, start), { put: text });
      at = end;
    }
    this.pieces = [...out, ...this.between(at, Number.POSITIVE_INFINITY)];
  }

  /** In order; what stands side by side is one edit. */
  edits(): readonly TextEdit[] {
    const out: TextEdit[] = [];
    let at = 0;
    let put = '';
    const flush = (to: number): void => {
      if (to > at || put !== '') out.push({ start: at, end: to, text: put });
      put = '';
    };
    for (const one of this.pieces) {
      if ('put' in one) {
        put += one.put;
        continue;
      }
      if (one.from === one.to) continue;
      flush(one.from);
      at = one.to;
    }
    flush(this.first.length);
    return out;
  }

  /** The pieces of a stretch of the present text. */
  private between(from: number, to: number): Piece[] {
    const out: Piece[] = [];
    let at = 0;
    for (const one of this.pieces) {
      const length = this.shown(one).length;
      const [low, high] = [Math.max(from - at, 0), Math.min(to - at, length)];
      if (low < high) out.push('put' in one ? { put: one.put.slice(low, high) } : { from: one.from + low, to: one.from + high });
      at += length;
    }
    return out;
  }

  private shown(one: Piece): string {
    return 'put' in one ? one.put : this.first.slice(one.from, one.to);
  }
}
