/** The server's entry: speaks LSP over what the arguments name (`--stdio`, `--node-ipc`, `--pipe`, `--socket`), with the analyst in a thread. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { Beat } from '../host/beat.ts';
import { milliseconds, today } from '../host/clock.ts';
import { tuneForShortRuns } from '../host/engine-tuning.ts';
import { startThread } from '../host/thread.ts';
import type { Running } from './keeper.ts';
import type { Word } from './messages.ts';
import { serve } from './server.ts';

const WORKER = join(dirname(fileURLToPath(import.meta.url)), 'server-worker.js');

tuneForShortRuns();
const connection = createConnection(ProposedFeatures.all);
serve(connection, {
  version: typeof CLAUSELINT_VERSION === 'string' ? CLAUSELINT_VERSION : '0.0.0-source',
  start: ({ word, gone }): Running => {
    const beat = new Beat();
    const thread = startThread(WORKER, beat.memory, { message: (message) => word(message as Word), gone });
    return {
      post(order) {
        beat.call();
        thread.post(order);
      },
      end: () => thread.end(),
      look: () => beat.look(),
    };
  },
  clock: milliseconds,
  today: () => today(),
});
connection.listen();
