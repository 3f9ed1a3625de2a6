/** Text that is not ours in Markdown of ours: it is shown as it is, and can neither link, format nor run anything. */

/** One line of text. */
export function escaped(text: string): string {
  return visible(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]()#+\-.!|<>&~:$]/g, '\\$&');
}

/** Code, whatever backticks it holds. */
export function code(text: string): string {
  const line = visible(text).replace(/\s+/g, ' ');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** `uri` is made by us, or percent-encoded: what could end the link's target is encoded in any case. */
export function link(label: string, uri: string): string {
  return `[${label}](${uri.replace(/[()\s<>\\]/g, (one) => encodeURIComponent(one).replace(/[()]/g, (mark) => (mark === '(' ? '%28' : '%29')))})`;
}

/** Control characters and marks that turn the direction of text, which can make code look like other code, are shown by number. */
function visible(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (one) => `U+${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}
