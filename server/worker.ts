/** The worker thread's entry: an analyst, with the real world handed to it. */
import { summarise } from '../engine/syntax/summarise.ts';
import { Beat } from '../host/beat.ts';
import { milliseconds, today } from '../host/clock.ts';
import { Tidying } from '../host/memory.ts';
import { ownThread } from '../host/thread.ts';
import { models, rules } from '../rules/registry.generated.ts';
import { Analyst } from './analyst.ts';
import type { Numbered } from './messages.ts';

const thread = ownThread();
const beat = new Beat(thread.data as SharedArrayBuffer);
const tidying = new Tidying();
const analyst = new Analyst({
  post: (word) => thread.post(word),
  at: (subject) => beat.at(subject),
  clock: milliseconds,
  today: () => today(),
  later: (work) => void setImmediate(work),
  isCalled: () => beat.isCalled,
  summarise,
  rest: () => tidying.rest(),
  models,
  rules,
});
thread.onMessage((order) => {
  beat.hear();
  analyst.receive(order as Numbered);
});
