/** What the analyst answers about one text. */
import { type CommentPlace, commentPlace } from '../engine/syntax/comment-place.ts';
import type { Question } from './messages.ts';

export type Answer = CommentPlace;

export function answerTo(what: Question, path: string, text: string): Answer {
  return commentPlace(path, text, what.offset);
}
