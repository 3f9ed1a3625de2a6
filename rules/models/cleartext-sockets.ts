/** WebSocket, EventSource, socket.io and raw HTTP of Node.js: where the connection goes, and whether it is encrypted. */

import type { CallSite, Emit, Model, Query, Value } from '../../engine/rule/index.ts';
import { alternatives, defineModel } from '../../engine/rule/index.ts';
import { emitUrl, urlIn } from './lib/cleartext/emit.ts';
import { emitHost } from './lib/cleartext/hosted.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

const url =
  (api: string, arg = 0, paths: readonly string[] = []): Handler =>
  (call, q, emit) =>
    emitUrl(q, urlIn(q, call, arg, paths), { api, at: call.at }, emit);

/** `http.request(url)`, `http.get(options)`: the module itself says that nothing is encrypted. */
const nodeHttp: Handler = (call, q, emit) => {
  // `(secure ? https : http).request(…)`: the caller chooses.
  const expr = q.expr(call.at);
  const callee: Value | undefined = expr.k === 'call' ? q.value(q.part(call.at, expr.c)) : undefined;
  if (callee && alternatives(callee).length > 1) return;
  const api = `http.${call.key.endsWith('get') ? 'get' : 'request'}`;
  const first = call.arg(0);
  if (first.is !== 'object') return emitUrl(q, first, { api, at: call.at }, emit);
  emitHost(q, call.at, first, { api, scheme: 'http', hosts: ['hostname', 'host'], tls: undefined }, emit);
};

const CALLS: Readonly<Record<string, Handler>> = {
  'global#WebSocket': url('WebSocket'),
  'global#EventSource': url('EventSource'),
  'ws#': url('WebSocket'),
  'ws#WebSocket': url('WebSocket'),
  'isomorphic-ws#': url('WebSocket'),
  'isows#WebSocket': url('WebSocket'),
  'reconnecting-websocket#': url('ReconnectingWebSocket'),
  'partysocket#ReconnectingWebSocket': url('ReconnectingWebSocket'),
  'websocket#w3cwebsocket': url('WebSocket'),
  'websocket#client().connect': url('WebSocket'),
  'eventsource#': url('EventSource'),
  'eventsource#EventSource': url('EventSource'),
  '@microsoft/fetch-event-source#fetchEventSource': url('fetchEventSource'),
  'graphql-ws#createClient': url('graphql-ws', 0, ['url']),
  'subscriptions-transport-ws#SubscriptionClient': url('SubscriptionClient'),
  'socket.io-client#': url('socket.io-client'),
  'socket.io-client#io': url('socket.io-client'),
  'socket.io-client#connect': url('socket.io-client'),
  'socket.io-client#io.connect': url('socket.io-client'),
  'socket.io-client#Manager': url('socket.io-client'),
  'sockjs-client#': url('SockJS'),
  '@microsoft/signalr#HubConnectionBuilder().withUrl': url('SignalR'),
  'phoenix#Socket': url('Phoenix Socket'),
  'node:http#request': nodeHttp,
  'node:http#get': nodeHttp,
};

export default defineModel({
  id: 'cleartext-sockets',
  match: {
    names: [
      'WebSocket',
      'EventSource',
      'w3cwebsocket',
      'ReconnectingWebSocket',
      'fetchEventSource',
      'createClient',
      'SubscriptionClient',
      'io',
      'connect',
      'Manager',
      'withUrl',
      'Socket',
      'request',
      'get',
    ],
    words: [
      'websocket',
      'eventsource',
      'socket.io-client',
      'sockjs',
      'signalr',
      'graphql-ws',
      'partysocket',
      'node:http',
      "'http'",
      '"http"',
    ],
    of: (key) => (Object.hasOwn(CALLS, key) ? CALLS[key] : undefined),
  },
}) satisfies Model as Model;
