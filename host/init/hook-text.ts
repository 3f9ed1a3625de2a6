/** The commit hook, in the terms of each tool that runs hooks. Pure: text in, text out. */
import { isMap, isSeq, parseDocument } from 'yaml';

/** A word as the shell takes it. */
export function quoted(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** How a repository's own files call the command: as it is installed there, and never fetched on the way. */
export function installedCommand(args: string): string {
  return `npx --no-install clauselint ${args}`;
}

/**
 * A hook of git's own, for one clone. It prefers the repository's installation, then the machine's, then the one that wrote the hook.
 * `node`, `cli`: absolute paths.
 */
export function gitHook(args: string, node: string, cli: string): string {
  const slashes = (path: string): string => quoted(path.replaceAll('\\', '/'));
  return `#!/bin/sh
# Written by \`clauselint init\`: holds what is staged against the security contract.
# To commit without it, once: git commit --no-verify
if [ -x node_modules/.bin/clauselint ]; then
  exec node_modules/.bin/clauselint ${args}
elif command -v clauselint >/dev/null 2>&1; then
  exec clauselint ${args}
elif [ -f ${slashes(cli)} ]; then
  exec ${slashes(node)} ${slashes(cli)} ${args}
fi
echo 'clauselint: not found. Install it (npm install --save-dev clauselint), or delete this hook.' >&2
exit 1
`;
}

/** A hook file of husky, new or with a line more. It has a first line and is made executable for the husky of old. */
export function huskyHook(before: string | undefined, args: string): string {
  const own = `${installedCommand(args)}\n`;
  if (before === undefined) return `#!/usr/bin/env sh\n${own}`;
  return `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${own}`;
}

/** Undefined when the text is not what lefthook takes. */
export function lefthookConfig(before: string, args: string): string | undefined {
  const run = installedCommand(args);
  const document = parseDocument(before);
  if (document.errors.length > 0 || (document.contents !== null && !isMap(document.contents))) return undefined;
  if (!document.has('pre-commit')) return `${ended(before)}${lefthookBlock(run)}`;
  if (!isMap(document.get('pre-commit'))) return undefined;
  if (isSeq(document.getIn(['pre-commit', 'jobs']))) document.addIn(['pre-commit', 'jobs'], { name: 'clauselint', run });
  else document.setIn(['pre-commit', 'commands', 'clauselint'], { run });
  return document.toString({ lineWidth: 0 });
}

function lefthookBlock(run: string): string {
  return `pre-commit:\n  commands:\n    clauselint:\n      run: ${run}\n`;
}

/** Undefined when the text is not what pre-commit takes. */
export function preCommitConfig(before: string, args: string): string | undefined {
  const document = parseDocument(before);
  if (document.errors.length > 0 || !isMap(document.contents) || !isSeq(document.get('repos'))) return undefined;
  const hook = {
    id: 'clauselint',
    name: 'clauselint',
    entry: installedCommand(args),
    language: 'system',
    types_or: ['javascript', 'jsx', 'ts', 'tsx', 'json'],
    pass_filenames: false,
    require_serial: true,
  };
  document.addIn(['repos'], document.createNode({ repo: 'local', hooks: [hook] }));
  return document.toString({ lineWidth: 0, indentSeq: !/^repos:[^\n]*\n(?:\s*#[^\n]*\n|\s*\n)*-/m.test(before) });
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
