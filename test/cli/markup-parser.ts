/** A strict reader of XML 1.0, as far as our reports use it: it throws where a document is not well-formed. */

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
}

/** The production Char of XML 1.0. */
const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

export function parseMarkup(text: string): Element {
  const strange = illegal.exec(text);
  if (strange !== null) throw new Error(`illegal character U+${strange[0].codePointAt(0)?.toString(16)}`);
  const rest = text.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n|^<!DOCTYPE html>\n/, '');
  const root: { name: string; attributes: Record<string, string>; children: (Element | string)[] } = {
    name: '',
    attributes: {},
    children: [],
  };
  const open = [root];
  const token = /<\/([a-zA-Z][\w-]*)>|<([a-zA-Z][\w-]*)((?:\s+[a-zA-Z][\w:-]*="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
  while (token.lastIndex < rest.length) {
    const at = token.lastIndex;
    const match = token.exec(rest);
    if (match === null) throw new Error(`not well-formed: ${rest.slice(at, at + 60)}`);
    const [, closing, opening, attributes = '', empty, words] = match;
    const inner = open.at(-1) ?? root;
    if (words !== undefined) inner.children.push(decode(words));
    else if (closing !== undefined) {
      if (open.length < 2 || inner.name !== closing) throw new Error(`</${closing}> closes <${inner.name}>`);
      open.pop();
    } else {
      const element = { name: opening ?? '', attributes: read(attributes), children: [] };
      inner.children.push(element);
      if (empty === '') open.push(element);
    }
  }
  const [only, ...more] = root.children.filter((child) => typeof child !== 'string' || child.trim() !== '');
  if (open.length > 1 || more.length > 0 || only === undefined || typeof only === 'string') throw new Error('not one closed root');
  return only;
}

function read(text: string): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/([a-zA-Z][\w:-]*)="([^"]*)"/g)) {
    if (name in out) throw new Error(`attribute ${name} twice`);
    out[name] = decode(value);
  }
  return out;
}

function decode(text: string): string {
  return text.replace(/&([^;]*;?)/g, (whole, name: string) => {
    const character = name.endsWith(';') ? entities[name.slice(0, -1)] : undefined;
    if (character === undefined) throw new Error(`unknown entity ${whole}`);
    return character;
  });
}

/** Every element of that name, in the document's order. */
export function all(element: Element, name: string): readonly Element[] {
  const own = element.name === name ? [element] : [];
  return [...own, ...element.children.flatMap((child) => (typeof child === 'string' ? [] : all(child, name)))];
}

export function textOf(element: Element): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}
