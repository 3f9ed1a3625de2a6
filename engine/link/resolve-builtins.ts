/** The modules that Node itself brings, and the name under which rules know them: always with the `node:` prefix. */

/**
 * Names that may be imported without a prefix. From `module.builtinModules` of Node 20 and 22, without the internal `_…` ones.
 * What exists only with the prefix (`node:test`, `node:sqlite`, `node:sea`) needs no entry: the prefix says it.
 */
const BUILTIN: ReadonlySet<string> = new Set(
  (
    'assert assert/strict async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns dns/promises ' +
    'domain events fs fs/promises http http2 https inspector inspector/promises module net os path path/posix path/win32 perf_hooks ' +
    'process punycode querystring readline readline/promises repl stream stream/consumers stream/promises stream/web string_decoder ' +
    'sys timers timers/promises tls trace_events tty url util util/types v8 vm wasi worker_threads zlib'
  ).split(' '),
);

/** `crypto`, `node:crypto` → `node:crypto`; `fs/promises` → `node:fs` with subpath `promises`; anything else → undefined. */
export function builtinOf(specifier: string): { readonly package: string; readonly subpath: string } | undefined {
  const prefixed = specifier.startsWith('node:');
  if (!prefixed && !BUILTIN.has(specifier)) return undefined;
  const name = prefixed ? specifier.slice('node:'.length) : specifier;
  const slash = name.indexOf('/');
  return slash < 0 ? { package: `node:${name}`, subpath: '' } : { package: `node:${name.slice(0, slash)}`, subpath: name.slice(slash + 1) };
}
