/** Type-checks texts in memory, as if their folder lay beside this file and saw its packages. */
import { join } from 'node:path';
import ts from 'typescript';
import type { Texts } from '../support/project.ts';

export interface Typed {
  /** `path: TS2345: message` in source order; no lines, which fixes move. */
  readonly errors: readonly string[];
  /** Packages that are imported and not found. */
  readonly unresolved: readonly string[];
}

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  allowImportingTsExtensions: true,
  allowJs: true,
  checkJs: true,
  esModuleInterop: true,
  jsx: ts.JsxEmit.Preserve,
  types: ['node'],
};

/** Name to texts; name to what the compiler says of them. One program for all, since the libraries are large. */
export function errorsOf(projects: ReadonlyMap<string, Texts>): ReadonlyMap<string, Typed> {
  const texts = new Map<string, string>();
  const folders = [...projects].map(([name, files], i) => {
    const folder = join(import.meta.dirname, 'projects', String(i));
    for (const [path, text] of Object.entries(files)) texts.set(join(folder, path), text);
    return { name, folder };
  });
  const program = ts.createProgram([...texts.keys()], OPTIONS, hostOf(texts));
  return new Map(
    folders.map(({ name, folder }) => [
      name,
      typedIn(
        program,
        folder,
        [...texts.keys()].filter((path) => path.startsWith(`${folder}/`)),
      ),
    ]),
  );
}

function hostOf(texts: ReadonlyMap<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost(OPTIONS);
  const { fileExists, readFile, getSourceFile, directoryExists } = host;
  const folders = new Set<string>();
  for (const path of texts.keys())
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) folders.add(path.slice(0, at));
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.directoryExists = (path) => folders.has(path) || (directoryExists?.(path) ?? false);
  host.getCurrentDirectory = () => import.meta.dirname;
  host.getSourceFile = (path, options, ...rest) => {
    const text = texts.get(path);
    return text === undefined ? getSourceFile(path, options, ...rest) : ts.createSourceFile(path, text, options, true);
  };
  return host;
}

function typedIn(program: ts.Program, folder: string, paths: readonly string[]): Typed {
  const errors: string[] = [];
  const unresolved: string[] = [];
  for (const path of paths) {
    const file = program.getSourceFile(path);
    if (!file) throw new Error(`not in the program: ${path}`);
    for (const one of [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]) {
      const message = ts.flattenDiagnosticMessageText(one.messageText, ' ');
      errors.push(`${path.slice(folder.length + 1)}: TS${one.code}: ${message}`);
      const missing = /^(?:Cannot find module|Could not find a declaration file for module) '([^']+)'/.exec(message)?.[1];
      if (missing !== undefined) unresolved.push(missing);
    }
  }
  return { errors, unresolved };
}
