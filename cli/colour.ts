/** Colours of the terminal, and whether to use them. */

type Brush = (text: string) => string;
export type Paint = Readonly<Record<'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'cyan' | 'underline', Brush>>;

/** Codes of ECMA-48 SGR: on, off. */
const brush =
  (enabled: boolean, on: number, off: number): Brush =>
  (text) =>
    enabled && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text;

export function paint(enabled: boolean): Paint {
  return {
    bold: brush(enabled, 1, 22),
    dim: brush(enabled, 2, 22),
    underline: brush(enabled, 4, 24),
    red: brush(enabled, 31, 39),
    green: brush(enabled, 32, 39),
    yellow: brush(enabled, 33, 39),
    blue: brush(enabled, 34, 39),
    cyan: brush(enabled, 36, 39),
  };
}

/** `--color` or `--no-color` first, then NO_COLOR (no-color.org), then FORCE_COLOR, then whether a capable terminal looks on. */
export function wantsColour(flag: boolean | undefined, env: Readonly<Record<string, string | undefined>>, isTTY: boolean): boolean {
  if (flag !== undefined) return flag;
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTTY && env['TERM'] !== 'dumb';
}
