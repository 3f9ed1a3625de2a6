/** Texts that come in both languages: the one that the editor speaks. */
import { env } from 'vscode';

export function pick(text: { readonly en: string; readonly ja: string }): string {
  return env.language === 'ja' || env.language.startsWith('ja-') ? text.ja : text.en;
}
