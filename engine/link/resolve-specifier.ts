/** What a specifier is made of, before any file is looked at. */

/** Without a bundler's loaders (`raw-loader!./x`) and query (`./x.svg?raw`). */
export function plainSpecifier(specifier: string): string {
  const resource = specifier.slice(specifier.lastIndexOf('!') + 1);
  const query = resource.indexOf('?');
  return query < 0 ? resource : resource.slice(0, query);
}

/** Things that are fetched, or that lie outside the project: `https://…`, `data:…`, `file:…`, `//host/x`, `C:\x`. */
export function isUrl(specifier: string): boolean {
  return /^(?:https?:|data:|blob:|file:|\/\/|[a-z]:[\\/])/i.test(specifier);
}

/** `@scope/name/sub/x` → package `@scope/name`, subpath `sub/x`. Undefined when no package can have the name. */
export function parsePackage(specifier: string): { readonly package: string; readonly subpath: string } | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(specifier);
  if (scheme) {
    // `npm:` and `jsr:` name packages, with a version; any other scheme is a runtime's own module (`bun:sqlite`, `cloudflare:workers`).
    if (scheme[1] !== 'npm' && scheme[1] !== 'jsr') return { package: specifier, subpath: '' };
    const named = parsePackage(specifier.slice(scheme[0].length).replace(/^\//, ''));
    return named && { package: named.package.replace(/(?<=.)@.*$/, ''), subpath: named.subpath };
  }
  const match = /^(@[^/@\s]+\/[^/\s]+|[^@./~#\s][^/\s]*)(?:\/(.*))?$/.exec(specifier);
  return match?.[1] === undefined ? undefined : { package: match[1], subpath: match[2] ?? '' };
}

/** A path that reaches into `node_modules` means the package there. Undefined for other paths, and for packages of mere types. */
export function installedPackage(path: string): { readonly package: string; readonly subpath: string } | undefined {
  const marker = '/node_modules/';
  const at = `/${path}`.lastIndexOf(marker);
  const inside = at < 0 ? '' : path.slice(at + marker.length - 1);
  return inside === '' || inside.startsWith('@types/') ? undefined : parsePackage(inside);
}
