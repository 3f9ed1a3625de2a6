/** Who may import whom, and what purity means here: read from the sources with the product's own engine. */
import type { ModuleFacts } from '../../engine/facts/types.ts';
import { createResolver } from '../../engine/link/resolve.ts';
import { summarise } from '../../engine/syntax/summarise.ts';
import { projectFiles, type Texts } from '../support/project.ts';

/** An import as it is written; `type` vanishes when the code is built. */
interface Import {
  readonly from: string;
  /** A path of the project, or a package with its subpath. */
  readonly to: string;
  readonly inside: boolean;
  readonly type: boolean;
}

interface Law {
  readonly name: string;
  readonly because: string;
  /** What breaks it. */
  readonly broken: (one: Import) => boolean;
}

const folder = (path: string): string => path.slice(0, path.indexOf('/'));
const within = (path: string, ...folders: string[]): boolean => folders.some((one) => path.startsWith(`${one}/`));

/** Folder → folders it may import from, itself aside. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  engine: ['contract'],
  rules: ['engine'],
  host: ['engine', 'contract'],
  server: ['contract', 'engine', 'rules', 'host'],
  cli: ['contract', 'engine', 'rules', 'host', 'server'],
  client: ['server'],
};

/** Node's modules by which a program touches the world. */
const WORLD =
  /^(?:node:)?(?:fs|fs\/promises|child_process|cluster|dgram|dns|http|http2|https|inspector|net|os|perf_hooks|process|readline|tls|tty|worker_threads)(?:\/|$)/;
const PARSERS = /^(?:typescript|@typescript-eslint\/)/;

export const LAWS: readonly Law[] = [
  {
    name: 'layers',
    because: 'contract ← engine ← rules ← server, cli ← client, and host serves server and cli: what is pure must not lean on what is not',
    broken: ({ from, to, inside }) => inside && folder(to) !== folder(from) && !(LAYERS[folder(from)] ?? []).includes(folder(to)),
  },
  {
    name: 'rules import engine/rule alone',
    because: 'rules and models stand on a documented surface, so that the engine behind it can change',
    broken: ({ from, to, inside }) => inside && within(from, 'rules') && within(to, 'engine') && to !== 'engine/rule/index.ts',
  },
  {
    name: 'models know no rule',
    because: 'a model says what a library does; only a rule judges it',
    broken: ({ from, to, inside }) =>
      inside && within(from, 'rules/models', 'rules/data') && within(to, 'rules') && !within(to, 'rules/models', 'rules/data'),
  },
  {
    name: 'the client knows the server by its types',
    because: 'the extension runs in another process than the analyser, and must not carry a second copy of it',
    broken: ({ from, to, inside, type }) =>
      inside && within(from, 'client') && within(to, 'server') && !type && to !== 'server/protocol.ts',
  },
  {
    name: 'only engine/syntax imports a parser',
    because: 'a run with nothing to parse must not load one, and facts must not depend on its trees',
    broken: ({ from, to, inside }) => !inside && PARSERS.test(to) && !within(from, 'engine/syntax'),
  },
  {
    name: 'what is pure touches no disk, process or network',
    because: 'the same input must give the same report, and no code of a checked project may ever run',
    broken: ({ from, to, inside }) => !inside && WORLD.test(to) && within(from, 'contract', 'engine', 'rules'),
  },
  {
    name: 'vscode-languageserver is for the server, vscode for the client',
    because: 'the analyser knows no editor',
    broken: ({ from, to, inside }) =>
      !inside &&
      ((/^vscode-languageserver(?:$|[-/])/.test(to) && !within(from, 'server')) ||
        (/^(?:vscode|vscode-languageclient)(?:$|\/)/.test(to) && !within(from, 'client'))),
  },
];

/** Expressions hold functions, which hold statements, which hold expressions: the readers of a grammar are a circle as it is. */
const GRAMMAR = 'engine/syntax';

/** Calls by which a program asks for the time or for chance. */
const CLOCK = new Set(['Date.now', 'performance.now', 'process.hrtime', 'process.hrtime.bigint', 'Math.random', 'Date']);

/** A line for each breach: the law, where, and why it is a law. Files outside the layers are not looked at. */
export function breaches(texts: Texts): string[] {
  const paths = Object.keys(texts)
    .filter((path) => LAYERS[folder(path)])
    .sort();
  const resolver = createResolver(projectFiles(texts));
  const modules = paths.map((path) => summarise(path, texts[path] ?? ''));
  const imports = modules.flatMap((facts) => importsOf(facts, (specifier) => resolver.resolve(facts.path, specifier)));
  return [
    ...LAWS.flatMap((law) => imports.filter(law.broken).map(({ from, to }) => `${law.name}: ${from} imports ${to} (${law.because})`)),
    ...modules.filter(({ path }) => within(path, 'contract', 'engine', 'rules')).flatMap(clockReads),
    ...circles(imports)
      .filter((circle) => !circle.every((path) => within(path, GRAMMAR)))
      .map((circle) => `no circles: ${circle.join(' → ')} (modules that need each other cannot be understood apart)`),
  ].sort();
}

function importsOf(facts: ModuleFacts, resolve: (specifier: string) => ReturnType<ReturnType<typeof createResolver>['resolve']>): Import[] {
  const text = (e: number | undefined): string[] => {
    const expr = e === undefined ? undefined : facts.exprs[e];
    return expr?.k === 'lit' && typeof expr.v === 'string' ? [expr.v] : [];
  };
  const named = [
    ...facts.imports.map((one) => ({ s: one.s, type: one.type === 1 })),
    ...facts.exports.flatMap((one) => ('s' in one ? [{ s: one.s, type: false }] : [])),
    ...facts.stars.map((s) => ({ s, type: false })),
    ...facts.exprs.flatMap((one) => {
      if (one.k === 'import') return text(one.e).map((s) => ({ s, type: false }));
      const callee = one.k === 'call' ? facts.exprs[one.c] : undefined;
      return one.k === 'call' && callee?.k === 'free' && callee.n === 'require' ? text(one.a[0]).map((s) => ({ s, type: false })) : [];
    }),
  ];
  return named.map(({ s, type }) => {
    const target = resolve(s);
    return 'file' in target
      ? { from: facts.path, to: target.file, inside: true, type }
      : {
          from: facts.path,
          to: 'package' in target ? `${target.package}${target.subpath && `/${target.subpath}`}` : s,
          inside: false,
          type,
        };
  });
}

function clockReads(facts: ModuleFacts): string[] {
  const nameOf = (e: number): string => {
    const expr = facts.exprs[e];
    if (expr?.k === 'free') return expr.n;
    return expr?.k === 'member' ? `${nameOf(expr.o)}.${expr.n}` : '?';
  };
  return facts.calls.flatMap((call) => {
    const expr = facts.exprs[call];
    if (expr?.k !== 'call' && expr?.k !== 'new') return [];
    const name = nameOf(expr.c);
    return CLOCK.has(name) && (name !== 'Date' || expr.a.length === 0)
      ? [`no clock, no chance: ${facts.path} asks ${name} (today is an input, so that a run can be repeated)`]
      : [];
  });
}

/** Circles of imports that are there when the code runs, each once, from its first path on. */
function circles(imports: readonly Import[]): string[][] {
  const next = new Map<string, Set<string>>();
  for (const { from, to, inside, type } of imports) if (inside && !type) next.set(from, (next.get(from) ?? new Set()).add(to));
  const done = new Set<string>();
  const found = new Map<string, string[]>();
  const visit = (path: string, way: readonly string[]): void => {
    const at = way.indexOf(path);
    if (at >= 0) {
      const circle = way.slice(at);
      const first = circle.indexOf([...circle].sort()[0] as string);
      const turned = [...circle.slice(first), ...circle.slice(0, first)];
      found.set(turned.join(' '), [...turned, turned[0] as string]);
      return;
    }
    if (done.has(path)) return;
    for (const one of [...(next.get(path) ?? [])].sort()) visit(one, [...way, path]);
    done.add(path);
  };
  for (const path of [...next.keys()].sort()) visit(path, []);
  return [...found.values()];
}
