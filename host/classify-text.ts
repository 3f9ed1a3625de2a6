/** Tells generated and minified texts from hand-written ones. Pure. */

/** Headers are looked for in this many code units at the start. */
const HEADER = 1024;

/**
 * Sentences by which generators sign. A bare "auto-generated" is not enough: hand-written code speaks of auto-generated passwords.
 */
const SIGNED: readonly RegExp[] = [
  /(?:^|[\s*/])@generated(?![\w-])/,
  /\bDO NOT (?:EDIT|MODIFY)\b/,
  /\b(?:this|the) (?:file|code|module)\b[^.\n]{0,80}\b(?:auto[- ]?|automatically )generated\b/i,
  /\b(?:file|code|types?|client|module) (?:is |was |has been )?(?:auto[- ]?|automatically )?generated (?:by|from|with|using)\b/i,
  /^[\s*/#-]*(?:auto[- ]?|automatically )generated(?: (?:by|from|with|using|file|code|types?)\b|[\s.*/-]*$)/im,
  /(?:ファイル|コード)は[^。\n]{0,40}自動(?:的に)?生成/,
];

/** Headers that bundlers leave. */
const BUNDLED: readonly RegExp[] = [
  /\/\*! For license information please see /,
  /\bwebpackBootstrap\b/,
  /\b__webpack_modules__\b/,
  /^\/\*{6}\/ /m,
  /^[!(+\s;]*function\s?\(\w,\s?\w\)\s?\{\s*"object"\s?==\s?typeof exports/,
  /^\/\/ modules are defined as an array$/m,
  /^\/\*!\n? \* (?:jQuery|Bootstrap|Vue\.js|AngularJS) /m,
];

export function isGeneratedText(text: string): boolean {
  const comments = leadingComments(text.slice(0, HEADER));
  if (SIGNED.some((pattern) => pattern.test(comments))) return true;
  // The translation files of Qt bear `.ts` too, and are XML.
  if (/^\s*<(?:\?xml|!DOCTYPE TS)\b/.test(text.slice(0, HEADER))) return true;
  // GraphQL Code Generator does not sign, and always begins alike.
  if (/^export type (?:Input)?Maybe<T> = /m.test(text.slice(0, HEADER))) return true;
  // The output of TypeScript's own compiler, lying beside what it was made from.
  return (
    text.slice(0, HEADER).includes('Object.defineProperty(exports, "__esModule"') && text.slice(-300).includes('//# sourceMappingURL=')
  );
}

/** The comments before the first code, without what stands in strings or code. */
function leadingComments(head: string): string {
  const lead = /^(?:\s|#![^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|(?:"use strict"|'use strict'|"use client"|'use client');?)*/.exec(head);
  return lead?.[0] ?? '';
}

/** Sonar's figure for the average line; only asked of scripts above this size. */
const AVERAGE_LINE = 200;
const AVERAGE_FROM = 5000;
/** A line of this length is no hand-written code, if it is code. */
const LONG_LINE = 5000;
/** Minified code has at least one of `(){};=` in so many characters; embedded images, certificates and word lists have next to none. */
const CHARACTERS_PER_MARK = 40;

/** @param isScript JavaScript rather than TypeScript */
export function isMinifiedText(text: string, isScript: boolean): boolean {
  if (isScript && BUNDLED.some((pattern) => pattern.test(text.slice(0, HEADER)))) return true;
  let lines = 1;
  let start = 0;
  for (let at = text.indexOf('\n'); ; at = text.indexOf('\n', start)) {
    const end = at < 0 ? text.length : at;
    if (end - start > LONG_LINE && isDense(text.slice(start, end))) return true;
    if (at < 0) break;
    lines++;
    start = at + 1;
  }
  return isScript && text.length > AVERAGE_FROM && text.length / lines > AVERAGE_LINE && isDense(text);
}

function isDense(code: string): boolean {
  let marks = 0;
  for (let index = 0; index < code.length; index++) {
    const unit = code.charCodeAt(index);
    // ( ) { } ; =
    if (unit === 40 || unit === 41 || unit === 123 || unit === 125 || unit === 59 || unit === 61) marks++;
  }
  return marks * CHARACTERS_PER_MARK > code.length;
}
