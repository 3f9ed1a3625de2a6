/** Mail, file transfer, directories and terminals: SMTP and IMAP without TLS, FTP, LDAP, Telnet. */

import type { CallSite, Emit, Model, Query, Value } from '../../engine/rule/index.ts';
import { alternatives, defineModel } from '../../engine/rule/index.ts';
import { emitUrl, urlIn } from './lib/cleartext/emit.ts';
import { emitSwitch, firstOf, placesOf } from './lib/cleartext/hosted.ts';
import { isGiven, type Token, token } from './lib/iac/setting.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

const HOSTS = ['host', 'hostname', 'server', 'connect.host'];
const means = (said: Token): boolean | undefined =>
  typeof said === 'boolean' ? said : /^(?:ALWAYS|REQUIRED?|CONTROL|IMPLICIT)$/.test(said) ? true : /^NEVER$/.test(said) ? false : undefined;
const negated = (said: Token): boolean | undefined => (typeof said === 'boolean' ? !said : undefined);

/** `secure: false` alone still upgrades by STARTTLS where the server offers it; `ignoreTLS` never does. */
const smtp: Handler = (call, q, emit) => {
  const options = call.arg(0);
  if (options.is !== 'object' && options.is !== 'oneOf' && options.is !== 'unknown')
    return emitUrl(q, options, { api: 'nodemailer', at: call.at }, emit);
  const ignored = emitSwitch(
    q,
    call.at,
    options,
    { api: 'nodemailer', paths: ['ignoreTLS'], means: negated, hosts: HOSTS, blatant: true },
    emit,
  );
  if (!ignored && token(q.prop(options, 'secure')) === true)
    emitSwitch(q, call.at, options, { api: 'nodemailer', paths: ['secure'], means, hosts: HOSTS }, emit);
  else if (!ignored && token(q.prop(options, 'requireTLS')) === true)
    emitSwitch(q, call.at, options, { api: 'nodemailer', paths: ['requireTLS'], means, hosts: HOSTS }, emit);
};

/** An option that is off when it is not written. */
function offUnlessOn(api: string, name: string, arg = 0): Handler {
  return (call, q, emit) => {
    const options = call.arg(arg);
    if (emitSwitch(q, call.at, options, { api, paths: [name], means, hosts: HOSTS }, emit)) return;
    const value = q.prop(options, name);
    if (options.is !== 'object' || isGiven(value)) return;
    const host = firstOf(q, options, HOSTS);
    if (!host) return;
    const places = placesOf(host.value);
    if (places.includes('placeholder')) return;
    const local = places.every((place) => place === 'private');
    const from = { is: 'absent' as const, at: call.at };
    emit({
      kind: 'outboundRequest',
      at: call.at,
      api,
      target: { alternatives: [{ is: 'known', value: { url: `${name}`, secure: false, local }, from }] },
    });
  };
}

/** LDAP starts in clear text; a file that asks for STARTTLS is taken at its word. */
const ldap =
  (api: string, paths: readonly string[]): Handler =>
  (call, q, emit) => {
    const upgraded = call.at.m.facts.exprs.some((expr) => expr.k === 'member' && /^start_?tls$/i.test(expr.n));
    const value = urlIn(q, call, 0, paths);
    if (upgraded) return;
    for (const one of q.items(value) ?? [value]) if (one.is !== 'object') emitUrl(q, one, { api, at: call.at }, emit);
  };

const telnet: Handler = (call, q, emit) => {
  const options = call.arg(0);
  const host = firstOf(q, options, HOSTS);
  const places = host ? placesOf(host.value) : [];
  if (places.length === 0) return;
  const local = places.every((place) => place === 'private');
  const text = alternatives((host as { value: Value }).value).find((one) => one.is === 'known');
  const url = `telnet://${text?.is === 'known' ? String(text.v) : '…'}`;
  emit({
    kind: 'outboundRequest',
    at: call.at,
    api: 'Telnet',
    target: { alternatives: [{ is: 'known', value: { url, secure: false, local }, from: (host as { value: Value }).value }] },
  });
};

const CALLS: Readonly<Record<string, Handler>> = {
  'nodemailer#createTransport': smtp,
  'nodemailer#default.createTransport': smtp,
  'nodemailer-smtp-transport#': smtp,
  'imap#': offUnlessOn('IMAP', 'tls'),
  'node-imap#': offUnlessOn('IMAP', 'tls'),
  'basic-ftp#Client().access': offUnlessOn('basic-ftp', 'secure'),
  'basic-ftp#default.Client().access': offUnlessOn('basic-ftp', 'secure'),
  'ftp#().connect': offUnlessOn('ftp', 'secure'),
  'promise-ftp#().connect': offUnlessOn('ftp', 'secure'),
  '@icetee/ftp#().connect': offUnlessOn('ftp', 'secure'),
  'ldapjs#createClient': ldap('ldapjs', ['url']),
  'ldapts#Client': ldap('ldapts', ['url']),
  'ldapauth-fork#': ldap('ldapauth', ['url']),
  'activedirectory2#': ldap('activedirectory', ['url']),
  'activedirectory#': ldap('activedirectory', ['url']),
  'passport-ldapauth#': ldap('passport-ldapauth', ['server.url']),
  'passport-ldapauth#Strategy': ldap('passport-ldapauth', ['server.url']),
  'telnet-client#().connect': telnet,
  'telnet-client#Telnet().connect': telnet,
};

export default defineModel({
  id: 'cleartext-mail-and-files',
  limits: 'SMTP and IMAP without `secure` upgrade to TLS where the server offers it; whether it does is outside the code.',
  match: {
    names: ['createTransport', 'access', 'connect', 'createClient', 'Client', 'Strategy', 'imap', 'Imap', 'ActiveDirectory'],
    words: ['nodemailer', 'imap', 'basic-ftp', "'ftp'", '"ftp"', 'promise-ftp', '@icetee/ftp', 'ldap', 'activedirectory', 'telnet-client'],
    of: (key) => (Object.hasOwn(CALLS, key) ? CALLS[key] : undefined),
  },
}) satisfies Model as Model;
