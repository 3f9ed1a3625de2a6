/** Worker threads: started with a stack for deep code and a bounded heap, ended at will. */
import { parentPort, Worker, workerData } from 'node:worker_threads';

export interface Thread {
  post(message: unknown): void;
  /** Ends it wherever it is, also in an endless loop. `gone` is not called then. */
  end(): Promise<void>;
}

export interface ThreadEvents {
  message(message: unknown): void;
  /** It ended by itself: out of memory, an error that nobody caught, an exit. */
  gone(why: string): void;
}

/** A chain of 15,000 calls needs 16 MB; what needs more than this is refused by the parser's own guards. */
const STACK_MB = 64;
/** Far above what a project of 10,000 files takes. */
const HEAP_MB = 2048;
/** More than a keystroke takes, and no larger, since young space is much of an idle worker’s memory. */
const YOUNG_MB = 12;

/** @param heapMb what it may take in all; ends it when exceeded */
export function startThread(file: string, data: unknown, events: ThreadEvents, heapMb: number = HEAP_MB): Thread {
  const worker = new Worker(file, {
    workerData: data,
    resourceLimits: { stackSizeMb: STACK_MB, maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: YOUNG_MB },
    // What a worker prints would end up between the messages of a protocol on stdout.
    stdout: true,
  });
  let over = false;
  const gone = (why: string): void => {
    if (over) return;
    over = true;
    events.gone(why);
  };
  worker.on('message', (message) => {
    if (!over) events.message(message);
  });
  worker.on('error', (error) => gone(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => gone(`exit code ${code}`));
  return {
    post: (message) => worker.postMessage(message),
    async end() {
      over = true;
      await worker.terminate();
    },
  };
}

/** The thread's own end of the line. @throws outside a worker thread */
export function ownThread(): { readonly data: unknown; post(message: unknown): void; onMessage(listen: (message: unknown) => void): void } {
  const port = parentPort;
  if (!port) throw new Error('not a worker thread');
  return { data: workerData, post: (message) => port.postMessage(message), onMessage: (listen) => void port.on('message', listen) };
}
