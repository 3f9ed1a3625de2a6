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

/** The second `#` of what build agents take for a command wherever it stands in a line of the log: `##[…]`, `##vso[…]`, `##teamcity[…]`. */
const agentCommand = /(?<=#)#(?=\w*\[)/g;

/** One line of text for a terminal or a text file: what cannot be seen or is dangerous is shown as `\u{…}`. */
export function visible(text: string): string {
  return text.replace(unsafe, shown).replace(agentCommand, shown);
}

const shown = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** A path at the beginning of a line: GitHub's runner takes a line that begins with `::` for a command. */
export function visiblePath(path: string): string {
  return visible(/^\s*::/.test(path) ? `./${path}` : path);
}

/** JSON with the dangerous characters written as `\uXXXX`: parsed back, the strings are the same. Ends with a newline. */
export function jsonText(value: unknown): string {
  const raw = JSON.stringify(value, undefined, 2);
  const safe = raw.replace(unsafe, (character) => (character === '\n' ? character : unicodeEscapes(character)));
  return `${safe.replace(agentCommand, unicodeEscapes)}\n`;
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

/** The message of a GitHub workflow command. Lines may be broken by `\n`, which the runner decodes; everything else is made visible. */
export function githubData(text: string): string {
  return text.split('\n').map(visible).join('\n').replaceAll('%', '%25').replaceAll('\n', '%0A');
}

/** The value of a property of a GitHub workflow command: here `:` and `,` would end it. */
export function githubProperty(text: string): string {
  return visible(text).replaceAll('%', '%25').replaceAll(':', '%3A').replaceAll(',', '%2C');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text or the value of an attribute, in XML 1.0 and HTML alike: controls and non-characters, which XML cannot hold at all, are shown. */
export function markupText(text: string): string {
  return visible(text)
    .replace(/[\ufffe\uffff]/g, shown)
    .replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/**
 * One line of text in GitHub's and GitLab's Markdown that renders as it stands: no emphasis, link, image, HTML, table cell, mention,
 * emoji, formula, heading or list. What is harmless where it stands stays readable: a `:` before a space, a `.` that makes no link.
 */
export function markdownText(text: string): string {
  return visible(text)
    .replace(/[\\`*_[\]<>#|~&@$]|:(?=\S)/g, '\\$&')
    .replace(/^(\s*)(?=[-+=])/, '$1\\')
    .replace(/^(\s*\d+)(?=[.)](?:\s|$))/, '$1\\')
    .replace(/(www)\./gi, '$1\\.');
}

/** Text as code in Markdown, outside of tables: between more backticks than it holds in a row. */
export function markdownCode(text: string): string {
  const code = visible(text);
  const longest = Math.max(0, ...Array.from(code.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // A space on both sides is taken off again; it keeps a backtick or a space at the edge.
  const pad = /^[` ]|[` ]$|^$/.test(code) ? ' ' : '';
  return `${fence}${pad}${code}${pad}${fence}`;
}
