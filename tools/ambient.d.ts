/** What the build gives to the sources beside modules; `vitest.config.ts` gives the same to the tests. */

/** The version in package.json. */
declare const CLAUSELINT_VERSION: string;

/** The text of a Markdown page. */
declare module '*.md' {
  const text: string;
  export default text;
}
