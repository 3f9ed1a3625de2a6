/**
 * TypeScript's parser without the rest of the compiler: a seventh of the text, which every run that parses has to load. The library is one script
 * that reads like a module once its wrapper is off, and esbuild then leaves out what nothing refers to. For that
 *
 *   - statements behind the parser go, which only enter things in lists (refactorings, quick fixes) or fill namespaces that it does not use;
 *   - initialisers are marked as free of side effects;
 *   - of the diagnostics only those are kept that are left in the code.
 */
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import ts from 'typescript';

const LIBRARY = /[\\/]typescript[\\/]lib[\\/]typescript\.js$/;
/** The first file of the compiler behind the parser, as the library marks it. */
const BEHIND = '// src/compiler/commandLineParser.ts';

/** What the language service gives to nodes, as far as facts are made with it. Its own classes bring half the compiler. */
const METHODS = `
const AnyNode = objectAllocator.getNodeConstructor();
const NameNode = objectAllocator.getIdentifierConstructor();
class PrivateNameNode extends AnyNode {}
objectAllocator.getPrivateIdentifierConstructor = () => PrivateNameNode;
for (const { prototype } of [AnyNode, objectAllocator.getTokenConstructor(), NameNode]) {
  prototype.getStart = function (source) { return getTokenPosOfNode(this, source); };
  prototype.getText = function (source) { return source.text.substring(getTokenPosOfNode(this, source), this.end); };
}
for (const { prototype } of [NameNode, PrivateNameNode])
  Object.defineProperty(prototype, 'text', { get() { return idText(this); } });
`;

/**
 * @param names of TypeScript's API that are wanted
 * @param options of esbuild, with `outfile`; nothing is written
 */
export async function buildParser(names, options) {
  const all = await bundle(names, undefined, { ...options, minify: false });
  const said = new Set(all.outputFiles[0].text.match(/(?<=\bDiagnostics\.)\w+/g));
  return bundle(names, said, options);
}

function bundle(names, diagnostics, options) {
  return build({
    ...options,
    // Plain properties: exports of a module would each be read through a function.
    stdin: { contents: `import { ${names} } from 'typescript';\nmodule.exports = { ${names} };`, resolveDir: options.absWorkingDir },
    write: false,
    plugins: [
      {
        name: 'parser-only',
        setup(bundler) {
          bundler.onLoad({ filter: LIBRARY }, ({ path }) => ({ contents: asModule(readFileSync(path, 'utf8'), names, diagnostics) }));
        },
      },
    ],
  });
}

function asModule(library, names, diagnostics) {
  const exported = /^__export\(typescript_exports, \{([^}]*)\}\);\nmodule\.exports = .*$/m.exec(library);
  const start = library.indexOf('var __defProp');
  const end = library.indexOf('// Annotate the CommonJS export names');
  if (!exported || start < 0 || end < 0 || !library.includes(BEHIND)) throw new Error('typescript.js is not laid out as it was.');
  const local = new Map([...exported[1].matchAll(/(\w+): \(\) => (\w+)/g)].map(([, name, own]) => [name, own]));
  const body = `function __exported(all) { const into = {}; __export(into, all); return into; }\n${library
    .slice(start, end)
    .replace(exported[0], '')
    .replace(/^var (\w+) = \{\};\n__export\(\1, \{/gm, 'var $1 = /* @__PURE__ */ __exported({')}`;
  const behind = body.indexOf(BEHIND);
  const source = ts.createSourceFile('typescript.js', body, ts.ScriptTarget.Latest, true);
  const kept = source.statements.flatMap((one) => {
    if (ts.isVariableStatement(one)) return [variables(one, diagnostics)];
    const acts = ts.isExpressionStatement(one) || ts.isIfStatement(one) || ts.isBlock(one);
    return acts && one.pos > behind ? [] : [one.getText()];
  });
  const exports = names.map((name) => `${local.get(name) ?? missing(name)} as ${name}`);
  return `${kept.join('\n')}\n${METHODS}export { ${exports.join(', ')} };\n`;
}

function missing(name) {
  throw new Error(`TypeScript exports no ${name}.`);
}

function variables(statement, diagnostics) {
  const parts = statement.declarationList.declarations.map(({ name, initializer }) => {
    if (!initializer) return name.getText();
    if (name.getText() === 'Diagnostics') return `Diagnostics = ${messages(initializer, diagnostics)}`;
    const text = initializer.getFullText();
    const isPlain = ts.isFunctionExpression(initializer) || ts.isArrowFunction(initializer) || ts.isLiteralExpression(initializer);
    return `${name.getText()} = ${isPlain || text.includes('@__PURE__') ? text : `/* @__PURE__ */ (() => (${text}\n))()`}`;
  });
  return `var ${parts.join(', ')};`;
}

function messages({ properties }, wanted) {
  const kept = properties.filter((one) => wanted?.has(one.name.getText()) ?? true);
  return `{ ${kept.map((one) => `${one.name.getText()}: /* @__PURE__ */ ${one.initializer.getText()}`).join(',\n')} }`;
}
