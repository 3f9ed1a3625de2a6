/** The first import of the entry: it is to have taken effect before the rest of the program is evaluated. */
import { tuneForShortRuns } from '../host/engine-tuning.ts';

// A server runs for hours: there V8's own figures are right.
if (!process.argv.includes('lsp')) tuneForShortRuns();
