/** Generated programs: small modules that import each other and call ciphers whose names are decided elsewhere; and edits of them. */
import fc from 'fast-check';

export const PATHS = ['src/a.ts', 'src/b.ts', 'src/c.js', 'src/lib/index.ts', 'src/lib/names.ts', 'packages/x/main.ts'] as const;
export type PoolPath = (typeof PATHS)[number];

const NAMES = ['ALPHA', 'BETA', 'seal', 'Options', 'Box'] as const;
const CIPHERS = ['aes-128-cbc', 'aes-256-gcm', 'des-ede3', 'rc4', 'aes-256-ecb'] as const;

const name = fc.constantFrom(...NAMES);
const cipher = fc.constantFrom(...CIPHERS);
const path = fc.constantFrom(...PATHS);

/** How one file of the pool names another: relative, with or without extension. */
function specifier(from: string, to: string): string {
  const up = '../'.repeat(from.split('/').length - 1);
  return `${up || './'}${to.replace(/(?:\/index)?\.[jt]s$/, '')}`;
}

function statement(self: string): fc.Arbitrary<string> {
  return fc.oneof(
    fc.tuple(name, path).map(([n, to]) => `import { ${n} } from '${specifier(self, to)}';`),
    fc.tuple(name, name, path).map(([n, as, to]) => `import { ${n} as ${as}2 } from '${specifier(self, to)}';`),
    fc.tuple(name, path).map(([n, to]) => `export { ${n} } from '${specifier(self, to)}';`),
    path.map((to) => `export * from '${specifier(self, to)}';`),
    path.map((to) => `import * as everything from '${specifier(self, to)}';`),
    fc.tuple(name, cipher).map(([n, c]) => `export const ${n} = '${c}';`),
    fc.tuple(name, name).map(([n, m]) => `export const ${n} = ${m}2 ?? ${m};`),
    fc.tuple(name, cipher).map(([n, c]) => `export const ${n} = process.env.CIPHER || '${c}';`),
    fc.tuple(name, cipher, name).map(([n, c, m]) => `export const ${n} = { algorithm: '${c}', [${m}]: 1, ...everything };`),
    name.map((n) => `export default ${n};`),
    name.map((n) => `module.exports = { ${n}, again: require('./names').${n} };`),
    fc.tuple(name, name).map(([n, m]) => `export function ${n}(kind, key) { return createCipheriv(kind ?? ${m}, key, randomBytes(16)); }`),
    fc.tuple(name, cipher).map(([n, c]) => `${n}('${c}', Buffer.alloc(32));`),
    fc.tuple(name, name).map(([n, m]) => `everything.${n}(${m}.algorithm, key);`),
    name.map((n) => `createCipheriv(${n}, Buffer.alloc(16), iv);`),
    fc
      .tuple(name, name, cipher)
      .map(
        ([n, m, c]) =>
          `export class ${n} extends ${m} { kind = '${c}'; constructor(private readonly k) { super(k); } run() { return createCipheriv(this.kind, this.k, null); } }`,
      ),
    fc.tuple(name, name).map(([n, m]) => `new ${n}(${m}).run();`),
    fc.tuple(name, cipher).map(([n, c]) => `for (const one of [${n}, '${c}']) if (one) createDecipheriv(one, key, iv); else throw one;`),
    fc.tuple(name, name).map(([n, m]) => `const { ${n}: taken = ${m}, ...others } = everything; createCipheriv(taken, others.key, iv);`),
  );
}

export const HEAD = "import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';\n";

export function moduleText(self: string): fc.Arbitrary<string> {
  return fc.array(statement(self), { maxLength: 7 }).map((lines) => `${HEAD}${lines.join('\n')}\n`);
}

/** Some of the pool's files, each with a text. */
export const program: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .tuple(...PATHS.map((one) => fc.option(moduleText(one), { freq: 4 })))
  .map((texts) => Object.fromEntries(PATHS.flatMap((one, i) => (typeof texts[i] === 'string' ? [[one, texts[i]]] : []))));

export type Edit =
  | { readonly is: 'write'; readonly path: string; readonly text: string }
  | { readonly is: 'delete'; readonly path: string }
  | { readonly is: 'rename'; readonly path: string; readonly to: string }
  /** Puts something in at a share of the length: blank lines, or what breaks the syntax. */
  | { readonly is: 'insert'; readonly path: string; readonly at: number; readonly text: string };

const inserted = fc.constantFrom('\n', '  ', '\n\n// note\n', '{', ')', "'", '`', '/*', 'const', '\u2028');

export const edit: fc.Arbitrary<Edit> = fc.oneof(
  path.chain((one) => moduleText(one).map((text): Edit => ({ is: 'write', path: one, text }))),
  path.map((one): Edit => ({ is: 'delete', path: one })),
  fc.tuple(path, path).map(([one, to]): Edit => ({ is: 'rename', path: one, to })),
  fc
    .tuple(path, fc.double({ min: 0, max: 1, noNaN: true }), inserted)
    .map(([one, at, text]): Edit => ({ is: 'insert', path: one, at, text })),
);

/** The paths whose text an edit changes, with their new text. */
export function applied(texts: ReadonlyMap<string, string>, one: Edit): readonly (readonly [path: string, text: string | undefined])[] {
  const text = texts.get(one.path);
  switch (one.is) {
    case 'write':
      return [[one.path, one.text]];
    case 'delete':
      return [[one.path, undefined]];
    case 'rename':
      return text === undefined || one.to === one.path
        ? []
        : [
            [one.path, undefined],
            [one.to, text],
          ];
    case 'insert': {
      if (text === undefined) return [];
      const at = Math.floor(one.at * text.length);
      return [[one.path, text.slice(0, at) + one.text + text.slice(at)]];
    }
  }
}
