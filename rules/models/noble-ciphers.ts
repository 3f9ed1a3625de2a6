/** @noble/ciphers: the function names the mode, the key its strength; `managedNonce` draws the nonce itself. */

import type { CallSite, CipherSpec, Emit, Model, Query, Ref, Value } from '../../engine/rule/index.ts';
import { certain, defineModel } from '../../engine/rule/index.ts';
import { keyBits } from './lib/bytes.ts';
import { emitCipher } from './lib/cipher.ts';
import { ivOf } from './lib/iv.ts';

const AES = new Set(['gcm', 'ctr', 'cbc', 'ecb', 'siv', 'gcmsiv', 'cfb', 'aeskw', 'aeskwp', 'cmac']);
const SALSA = new Set([
  'chacha20poly1305',
  'xchacha20poly1305',
  'xsalsa20poly1305',
  'secretbox',
  'chacha20',
  'xchacha20',
  'chacha20orig',
  'salsa20',
  'xsalsa20',
]);
const MODES: Readonly<Record<string, string>> = { gcmsiv: 'siv', aeskw: 'wrap', aeskwp: 'wrap' };

function spec(name: string): CipherSpec | undefined {
  if (AES.has(name)) return { name: `AES-${name.toUpperCase()}`, family: 'aes', mode: MODES[name] ?? name };
  return SALSA.has(name)
    ? {
        name: name.includes('poly') ? name.replace('poly', '-poly') : name,
        family: /poly|box/.test(name) ? 'chacha20-poly1305' : 'chacha20',
        keyBits: 256,
      }
    : undefined;
}

function use(call: CallSite, q: Query, emit: Emit, name: string, at: Ref, key: Value, nonce: Ref | undefined): void {
  const cipher = spec(name);
  if (!cipher) return;
  const decrypts = decryptsOnly(call, at);
  const iv = nonce && !decrypts && name !== 'ecb' && !/^aeskw|siv$/.test(name) ? ivOf(q, nonce, at, call.args[0]) : undefined;
  emitCipher(emit, {
    at,
    api: `noble.${name}`,
    does: decrypts ? 'decrypt' : 'encrypt',
    cipher: certain(cipher, call.callee),
    ...(cipher.family === 'aes' && { key: keyBits(q, key) }),
    iv,
  });
}

/** `gcm(key, nonce).decrypt(data)`. */
function decryptsOnly(call: CallSite, at: Ref): boolean {
  const parent = call.at.m.parentOf(at.e);
  const expr = parent < 0 ? undefined : at.m.expr(parent);
  return expr?.k === 'member' && expr.n === 'decrypt';
}

/** `managedNonce(gcm)(key)`. */
function managed(call: CallSite, q: Query, emit: Emit): void {
  const inner = call.arg(0);
  const name = inner.is === 'ext' ? /#(?:\w+\.)*(\w+)$/.exec(inner.key)?.[1] : undefined;
  const parent = call.at.m.parentOf(call.at.e);
  const outer = parent < 0 ? undefined : call.at.m.expr(parent);
  if (name === undefined || outer?.k !== 'call' || outer.c !== call.at.e || outer.a[0] === undefined) return;
  use(call, q, emit, name, q.part(call.at, parent), q.value(q.part(call.at, outer.a[0])), undefined);
}

const ROOT = /^@noble\/ciphers(?:\/[\w/.-]+)?#(?:\w+\.)*(\w+)$/;

const model: Model = defineModel({
  id: 'noble-ciphers',
  match: {
    names: [...AES, ...SALSA, 'managedNonce'],
    words: ['@noble/ciphers'],
    of: (key) => {
      const name = ROOT.exec(key)?.[1];
      if (name === undefined) return undefined;
      if (name === 'managedNonce') return managed;
      return spec(name) ? (call, q, emit) => use(call, q, emit, name, call.at, call.arg(0), call.args[1]) : undefined;
    },
  },
});
export default model;
