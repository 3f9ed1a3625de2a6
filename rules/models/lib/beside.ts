/** Words that mean something only beside others. */
import type { TriggerWord } from '../../../engine/rule/index.ts';
import { perText } from './per-text.ts';

/** A word that counts where a text also holds all of the names, whole and written so. */
export function besideAllOf(word: string, names: readonly string[]): TriggerWord {
  const each = names.map((name) => new RegExp(`(?<![\\w$])${name}(?![\\w$])`));
  return { word, counts: perText((text) => each.every((one) => one.test(text))) };
}
