/**
 * One escape function for each output format, so that nothing read from a source text can steer the reader's terminal, viewer or
 * parser. Whatever is not our own text passes through here.
 */

/**
 * C0 and C1 controls (Cc), soft hyphen, line and paragraph separators, bidirectional controls, invisible operators, the byte order mark,
 * interlinear annotations, tag characters, and halves of surrogate pairs. ZWJ and ZWNJ stay: emoji and Indic scripts need them.
 */
const unsafe =
  /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\p{Surrogate}]/gu;

/** One line of text for a terminal or a text file: what cannot be seen or is dangerous is shown as `\u{…}`. */
export function visible(text: string): string {
  return text.replace(unsafe, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** JSON with the dangerous characters written as `\uXXXX`: parsed back, the strings are the same. Ends with a newline. */
export function jsonText(value: unknown): string {
  const raw = JSON.stringify(value, undefined, 2);
  return `${raw.replace(unsafe, (character) => (character === '\n' ? character : unicodeEscapes(character)))}\n`;
}

function unicodeEscapes(character: string): string {
  let out = '';
  for (let i = 0; i < character.length; i++) out += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return out;
}

/** A path with `/`, relative to the root, as a relative URI reference (RFC 3986): every segment percent-encoded as UTF-8. */
export function relativeUri(path: string): string {
  return path
    .split('/')
    .map((segment) => encodeURIComponent(segment.replace(/\p{Surrogate}/gu, '\ufffd')))
    .join('/');
}

/** Text inside a SARIF message: what would read as an embedded link, `[text](target)`, is defused (SARIF 2.1.0, 3.11.6). */
export function sarifText(text: string): string {
  return text.replace(/\[(?=[^\]]*\]\()/g, '\\[');
}

/** The text of a link embedded in a SARIF message. */
export function sarifLinkText(text: string): string {
  return visible(text).replace(/[\\[\]]/g, '\\$&');
}
