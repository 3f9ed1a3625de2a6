/** What the manifest promises is so: files exist, nothing is activated for everything, the code does what it declares. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../client/languages.ts';
import { COMMANDS } from '../../server/protocol.ts';
import { DEFAULTS } from '../../server/settings.ts';
import { ROOT } from '../support/own-sources.ts';

interface Setting {
  readonly type: string;
  readonly default: unknown;
  readonly description?: string;
  readonly markdownDescription?: string;
}
interface Manifest {
  readonly version: string;
  readonly icon: string;
  readonly main: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly supported: unknown }; readonly virtualWorkspaces: unknown };
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly jsonValidation: readonly { readonly fileMatch: string; readonly url: string }[];
    readonly walkthroughs: readonly { readonly steps: readonly { readonly media: { readonly svg: string } }[] }[];
  };
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const { contributes } = manifest;
const settings = contributes.configuration.properties;

test('it wakes for its languages and its configuration file, and for nothing else', () => {
  expect(manifest.activationEvents).toEqual([...LANGUAGES.map((one) => `onLanguage:${one}`), 'workspaceContains:**/clauselint.jsonc']);
});

test('it works in Restricted Mode', () => {
  expect(manifest.capabilities.untrustedWorkspaces.supported).toBe(true);
});

test('the types of VS Code are not newer than the oldest VS Code', () => {
  expect(manifest.engines['vscode']).toBe(`^${manifest.devDependencies['@types/vscode']}`);
});

test('settings are few, described, and have the defaults of the server', () => {
  expect(Object.keys(settings).length).toBeLessThan(15);
  for (const [name, { description, markdownDescription }] of Object.entries(settings)) {
    expect(description ?? markdownDescription, name).toMatch(/^%.+%$/);
  }
  const declared = Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, settings[`clauselint.${name}`]?.default]));
  expect(declared).toEqual(DEFAULTS);
  expect(Object.keys(settings).sort()).toEqual([...Object.keys(DEFAULTS), 'trace.server'].map((name) => `clauselint.${name}`).sort());
});

test('menus and the server name commands that exist', () => {
  const known = new Set(contributes.commands.map((one) => one.command));
  const named = [...Object.values(contributes.menus).flatMap((entries) => entries.map((one) => one.command)), ...Object.values(COMMANDS)];
  expect(named.filter((one) => !known.has(one))).toEqual([]);
});

test('the icon is a PNG of 128 by 128 pixels', () => {
  const bytes = readFileSync(join(ROOT, manifest.icon));
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([128, 128]);
});

describe('the package', () => {
  const allowed = readFileSync(join(ROOT, '.vscodeignore'), 'utf8')
    .split('\n')
    .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
  const holds = (file: string): boolean => allowed.includes(file) || allowed.includes(file.replace(/[^/]+$/, '*'));

  test('is an allow-list', () => {
    const lines = readFileSync(join(ROOT, '.vscodeignore'), 'utf8').split('\n');
    expect(lines.find((line) => line !== '' && !line.startsWith('#'))).toBe('**');
    expect(allowed.filter((one) => /^(?:test|examples|node_modules)\b|\*\*/.test(one))).toEqual([]);
  });

  test('holds what the manifest names', () => {
    const media = contributes.walkthroughs.flatMap((one) => one.steps.map((step) => step.media.svg));
    const schemas = contributes.jsonValidation.map((one) => one.url.replace('./', ''));
    const files = [manifest.main.replace('./', ''), manifest.icon, ...media, ...schemas];
    expect(files.filter((file) => !holds(file))).toEqual([]);
    expect([...media, ...schemas].filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});
