/** Words of the audit log that stand in much else too, with what the models demand of their place before such a word can mean anything. */
import type { TriggerWord } from '../../../../engine/rule/index.ts';
import { perText } from '../per-text.ts';
import {
  isApiKey,
  isMembership,
  isMfa,
  isRefreshToken,
  isRole,
  isRoleField,
  isSession,
  isSso,
  isTenant,
  isUser,
  modelNoun,
  nounOf,
} from './names.ts';

/** What a row's or a store's name has to speak of, so that its deletion is an event. */
const DELETED = [isApiKey, isUser, isMembership, isRole, isTenant, isSso, isMfa, isSession, isRefreshToken];

/** What a method is called on, where that is a name, `this`, or names behind one another: `this.users.destroy()`. */
const RECEIVER = /(?<![\w$#.)\]}'"`?!])([\w$]+)((?:[?!]?\.[\w$]+)*)[?!]?$/;

/** Whether a method may delete a row whose deletion is an event. `end`: where its receiver ends. */
function mayDelete(text: string, end: number): boolean {
  const [, root, names] = RECEIVER.exec(text.slice(Math.max(0, end - 200), end)) ?? [];
  if (root === undefined || names === undefined) return true;
  if (names !== '') return speaksOfDeleted(names.slice(names.lastIndexOf('.') + 1));
  // What a variable holds takes more than its name to know; `this` goes by its class.
  return root !== 'this' || hasClassOfDeleted(text);
}

function speaksOfDeleted(name: string): boolean {
  const nouns = [nounOf(name), modelNoun(name)];
  // `this.model` is whatever was injected.
  return nouns.some((noun) => noun === '' || DELETED.some((is) => is(noun)));
}

const hasClassOfDeleted = perText((text) => {
  const classes = text.matchAll(/\bclass\s+([\w$]+)|(?<![\w$])([\w$]+)\s*[=:]\s*class\b/g);
  return [...classes].some(([, declared, assigned]) => speaksOfDeleted(declared ?? assigned ?? ''));
});

const destroyed: TriggerWord = { word: '.destroy(', counts: mayDelete };

/** A method by exactly that name, called on something: no option, no part of another name, no declaration. */
const softDeleted: TriggerWord = {
  word: 'softdelete',
  counts: (text, at) => {
    if (!/^softDelete(?![\w$])/.test(text.slice(at, at + 11))) return false;
    const before = text.slice(Math.max(0, at - 80), at);
    return text[at - 1] === '.' ? mayDelete(text, at - 1) : /[.'"`/]\s*$/.test(before);
  },
};

/** Not what only reads like it: `SessionService`. A `SessionStore` and a `SessionSchema` go by what they hold. */
const sessions: TriggerWord = {
  word: 'sessions',
  counts: (text, at) => !/^.{6}[a-z]S(?!tore|chema)[a-z]/.test(text.slice(at, at + 16)),
};

/** A name, and what follows it: the whole of the name has to speak of roles. */
function roles(word: string): TriggerWord {
  return {
    word,
    counts(text, at) {
      let start = at;
      while (start > 0 && /[\w$]/.test(text[start - 1] as string)) start -= 1;
      const name = /^[\w$]*/.exec(text.slice(start, start + 80))?.[0] ?? '';
      const noun = nounOf(name);
      return isRoleField(name) || isRole(noun) || isMembership(noun);
    },
  };
}

export const TRIGGER_WORDS: readonly TriggerWord[] = [
  destroyed,
  softDeleted,
  sessions,
  ...['permissions:', 'permissions }', 'permissions,', 'role:', 'roles:', 'isadmin'].map(roles),
];
