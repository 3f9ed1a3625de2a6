/** From the options that say what to look at to what the product is asked, with what they name read in. */
import type { View } from '../host/view.ts';
import type { Look } from './command.ts';
import { complain } from './complain.ts';
import type { Io } from './io.ts';
import type { Screen } from './screen.ts';

/** Undefined when an input cannot be read, which is told. */
export function viewOf(look: Look, errors: Screen, io: Io): View | undefined {
  switch (look.is) {
    case 'disk':
    case 'staged':
      return { is: look.is };
    case 'since':
      return look;
    case 'stdin': {
      const bytes = readInput(undefined, errors, io);
      return bytes && { is: 'text', file: look.file, bytes };
    }
    case 'files-from': {
      const bytes = readInput(look.file === '-' ? undefined : look.file, errors, io);
      const text = bytes && textOf(bytes, look.file, errors, io);
      return text === undefined ? undefined : { is: 'files', files: namesIn(text) };
    }
  }
}

/** Separated by NUL where there is one, since a name may hold a line end; else one a line. */
function namesIn(list: string): string[] {
  const names = list.includes('\0') ? list.split('\0') : list.split(/\r?\n/);
  return names.filter((name) => name !== '');
}

function readInput(file: string | undefined, errors: Screen, io: Io): Uint8Array | undefined {
  try {
    return io.readInput(file);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    complain(errors.say('check.notRead', { file: file ?? 'stdin', detail }), errors.say('check.notReadRemedy'), errors, io);
    return undefined;
  }
}

function textOf(bytes: Uint8Array, file: string, errors: Screen, io: Io): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    complain(errors.say('check.notText', { file: file === '-' ? 'stdin' : file }), undefined, errors, io);
    return undefined;
  }
}
