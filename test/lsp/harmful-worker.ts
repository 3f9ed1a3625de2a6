/** The worker thread with one more model, which does harm on request: a file that declares `hangs`, `exhausts`, `exits` or `throws`. */
import type { Model } from '../../engine/rule/index.ts';
import { summarise } from '../../engine/syntax/summarise.ts';
import { Beat } from '../../host/beat.ts';
import { ownThread } from '../../host/thread.ts';
import { models, rules } from '../../rules/registry.generated.ts';
import { Analyst } from '../../server/analyst.ts';
import type { Numbered } from '../../server/messages.ts';
import { TODAY } from '../support/project.ts';

const HARM: Readonly<Record<string, () => void>> = {
  hangs: () => {
    for (;;);
  },
  exhausts: () => {
    const all: unknown[] = [];
    for (;;) all.push(new Array(1e6).fill(all.length));
  },
  exits: () => process.exit(3),
};

const harmful: Model = {
  id: 'harmful',
  words: ['harmful'],
  module: (m) => {
    for (const { n } of m.facts.bindings) if (Object.hasOwn(HARM, n)) HARM[n]?.();
  },
};

const thread = ownThread();
const beat = new Beat(thread.data as SharedArrayBuffer);
const analyst = new Analyst({
  post: (word) => thread.post(word),
  at: (subject) => {
    // Outside the models, where the engine guards nothing.
    if (subject.endsWith('throws.ts')) throw new Error('thrown on request');
    return beat.at(subject);
  },
  clock: () => performance.now(),
  today: () => TODAY,
  later: (work) => void setImmediate(work),
  isCalled: () => beat.isCalled,
  summarise,
  rest: () => undefined,
  models: [...models, harmful],
  rules,
});
thread.onMessage((order) => {
  beat.hear();
  analyst.receive(order as Numbered);
});
