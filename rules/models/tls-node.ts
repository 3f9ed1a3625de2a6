/** Node's own ends of TLS that say nothing about versions: since Node 12 they start at TLS 1.2 (proved by handshakes in the tests of the tables). */

import type { CallSite, Emit, Model, Query, TlsEndpoint } from '../../engine/rule/index.ts';
import { certain, defineModel } from '../../engine/rule/index.ts';
import { NODE_DEFAULT_MIN } from '../data/tls/versions.ts';
import { isClosed } from './lib/tls/unset.ts';

const end =
  (role: TlsEndpoint['role'], api: string) =>
  (call: CallSite, q: Query, emit: Emit): void => {
    const options = call.args.map((_, i) => call.arg(i)).find((one) => one.is === 'object');
    if (!options || !isClosed(q, options)) return;
    if (['minVersion', 'secureProtocol', 'secureContext'].some((name) => q.prop(options, name).is !== 'absent')) return;
    emit({
      kind: 'tlsEndpoint',
      at: call.at,
      anchor: 'sink',
      api,
      role,
      minVersion: certain(NODE_DEFAULT_MIN, { is: 'absent', at: call.at }),
    });
  };

export default defineModel({
  id: 'tls-node',
  limits: 'A default that the command line lowers (`node --tls-min-v1.0`) is seen only in NODE_OPTIONS.',
  calls: {
    'node:https#createServer': end('server', 'https.createServer'),
    'node:tls#createServer': end('server', 'tls.createServer'),
    'node:http2#createSecureServer': end('server', 'http2.createSecureServer'),
    'node:tls#connect': end('client', 'tls.connect'),
  },
}) satisfies Model as Model;
