/**
 * How eagerly V8 optimises. A run reads every file once, by code that itself runs for a second or two: most of what V8 would optimise meanwhile is
 * never worth it. The optimiser is asked for only by functions that run several times as long as V8's own figure says.
 */
import { setFlagsFromString } from 'node:v8';

/** By V8's major and minor version. What was not measured is left alone; so is a flag that a version may not know. Figures: PERFORMANCE.md. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  // Node 20. Bytes of bytecode that run in a function before it is looked at, and bytes that are inlined in one; V8's own figures are 67,584 and 920.
  '11.3': ['--interrupt-budget=400000', '--max-inlined-bytecode-size-cumulative=150'],
  // Node 22 and 24. Times that a function runs before it is optimised; V8's own figure is 3,000.
  '12.4': ['--invocation-count-for-turbofan=30000'],
  '13.6': ['--invocation-count-for-turbofan=30000'],
};

/** For processes of a few seconds, and for the language server, most of whose work is its first analysis. To be called before the bulk of the program runs. */
export function tuneForShortRuns(version: string = process.versions.v8, set: (flag: string) => void = setFlagsFromString): void {
  for (const flag of FLAGS[version.split('.', 2).join('.')] ?? []) set(flag);
}
