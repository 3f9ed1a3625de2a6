/** TypeScript's own language service, in a process of its own: answers each edit with the diagnostics of a file, and tells its memory. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const ts = createRequire(import.meta.url)('typescript');
const texts = new Map();
let service;

process.on('message', ({ id, is, root, file, text, of }) => {
  if (is === 'open') service = open(root);
  if (file !== undefined) {
    const before = texts.get(file);
    texts.set(file, { text, version: (before?.version ?? 0) + 1 });
    if (!before && !files.includes(file)) files.push(file);
  }
  if (of !== undefined) {
    service.getSyntacticDiagnostics(of);
    service.getSemanticDiagnostics(of);
  }
  process.send({ id, rss: process.memoryUsage.rss() });
});

let files = [];

function open(root) {
  const options = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowJs: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    jsx: ts.JsxEmit.Preserve,
    experimentalDecorators: true,
    types: [],
  };
  files = ts.sys.readDirectory(
    root,
    ['.ts', '.tsx', '.js', '.jsx', '.mts', '.cts', '.mjs', '.cjs'],
    ['**/node_modules', '**/dist'],
    ['**/*'],
  );
  const read = (path) => texts.get(path)?.text ?? (ts.sys.fileExists(path) ? readFileSync(path, 'utf8') : undefined);
  return ts.createLanguageService(
    {
      getCompilationSettings: () => options,
      getScriptFileNames: () => files,
      getScriptVersion: (path) => String(texts.get(path)?.version ?? 0),
      getScriptSnapshot: (path) => {
        const text = read(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => root,
      getDefaultLibFileName: (given) => join(ts.getDefaultLibFilePath(given)),
      fileExists: (path) => texts.has(path) || ts.sys.fileExists(path),
      readFile: read,
      readDirectory: ts.sys.readDirectory,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
    },
    ts.createDocumentRegistry(),
  );
}
