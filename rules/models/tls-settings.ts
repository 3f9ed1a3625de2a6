/**
 * TLS settings by their names, whatever library they are handed to: drivers, mail, message brokers, HTTP clients, Node itself, clouds. A setting is
 * judged once, where its value is written.
 */

import type { Emit, Model, Query } from '../../engine/rule/index.ts';
import { defineModel } from '../../engine/rule/index.ts';
import { judgeOrigin, judgePolicy, ORIGIN_NAMES, POLICY_NAMES } from './lib/tls/policy.ts';
import {
  CIPHER_NAMES,
  judgeCiphers,
  judgeNodeOptions,
  judgeSecureProtocol,
  judgeVersion,
  PROTOCOL_NAMES,
  VERSION_NAMES,
} from './lib/tls/protocol.ts';
import { eachSetting, type Setting } from './lib/tls/settings.ts';
import { judgeVerification, VERIFY_NAMES } from './lib/tls/verify.ts';

type Judge = (q: Query, emit: Emit, setting: Setting) => void;

const named = (names: Iterable<string>, judge: Judge): readonly (readonly [string, Judge])[] =>
  [...names].map((name) => [name, judge] as const);

const JUDGES: ReadonlyMap<string, Judge> = new Map([
  ...named(VERIFY_NAMES, judgeVerification),
  ...named(VERSION_NAMES, judgeVersion),
  ...named(PROTOCOL_NAMES, judgeSecureProtocol),
  ...named(CIPHER_NAMES, judgeCiphers),
  ...named(POLICY_NAMES, judgePolicy),
  ...named(ORIGIN_NAMES, judgeOrigin),
  ['NODE_OPTIONS', judgeNodeOptions] as const,
]);

/** Everyday names stand in too many files; those that hold TLS settings under them hold one of these words too. */
const EVERYDAY: ReadonlySet<string> = new Set([
  'minVersion',
  'minimumVersion',
  'securityPolicy',
  'SecurityPolicy',
  'security_policy',
  'NODE_OPTIONS',
  'ciphers',
]);
const WORDS: readonly string[] = [
  ...[...JUDGES.keys()].filter((name) => !EVERYDAY.has(name)).map((name) => name.toLowerCase()),
  'ciphers:',
  'ciphers =',
  '"ciphers"',
  "'ciphers'",
  'tlsv1',
  'tls_v',
  'tls_1',
  '--tls-',
];

export default defineModel({
  id: 'tls-settings',
  limits:
    'A setting that only a file, a form or an operator fills in stays unknown. Silence about cipher suites is not held against a Node endpoint, though its default list lets CBC suites through.',
  words: [...new Set(WORDS)].sort(),
  module: (m, q, emit) => {
    eachSetting(m, q, JUDGES, (setting) => JUDGES.get(setting.name)?.(q, emit, setting));
  },
}) satisfies Model as Model;
