/** The world as the command line sees it. The real one is handed in by the program's entry; tests hand in their own. */

export interface Io {
  /** Findings and answers. */
  stdout(text: string): void;
  /** Progress, problems and remarks. */
  stderr(text: string): void;
  /** Writes UTF-8; a relative path starts at `cwd`. Throws when the file cannot be written. */
  writeFile(path: string, text: string): void;
  /** The bytes of a file, its path as for `writeFile`, or (undefined) of stdin up to its end. Throws when they cannot be had. */
  readInput(path: string | undefined): Uint8Array;
  /** Milliseconds from any fixed point; only differences are used. */
  clock(): number;
  readonly isTTY: { readonly stdout: boolean; readonly stderr: boolean };
  /** Width of the terminal in cells; `undefined` when there is none. */
  readonly columns: number | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}
