/** Message brokers and RPC: Kafka, AMQP, MQTT, NATS, STOMP and gRPC. */

import type { Alternative, CallSite, Emit, Model, Query, Ref, Value } from '../../engine/rule/index.ts';
import { defineModel } from '../../engine/rule/index.ts';
import { emitUrl, urlIn } from './lib/cleartext/emit.ts';
import { emitHost, emitSwitch, firstOf, placesOf } from './lib/cleartext/hosted.ts';
import { conditionsIn, forDevelopers, STAGE } from './lib/cleartext/stage.ts';
import type { Target } from './lib/cleartext/target.ts';
import { type Token, token } from './lib/iac/setting.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

const means = (said: Token): boolean | undefined => (typeof said === 'boolean' ? said : undefined);

const kafka: Handler = (call, q, emit) => {
  const options = call.arg(0);
  if (emitSwitch(q, call.at, options, { api: 'Kafka', paths: ['ssl', 'kafkaJS.ssl'], means, hosts: [] }, emit)) return;
  for (const one of q.items(q.prop(options, 'brokers')) ?? []) {
    if (placesOf(one).every((place) => place === 'open'))
      return emitHost(
        q,
        call.at,
        { is: 'object', props: new Map([['host', { refs: [one.at], maybe: false }]]), at: call.at },
        { api: 'Kafka', scheme: 'kafka', hosts: ['host'], tls: undefined },
        emit,
      );
  }
};

/** Something that is handed one URL or a list of them. */
const urls =
  (api: string, paths: readonly string[]): Handler =>
  (call, q, emit) => {
    const value = urlIn(q, call, 0, paths);
    for (const one of q.items(value) ?? [value]) if (one.is !== 'object') emitUrl(q, one, { api, at: call.at }, emit);
  };

const amqp: Handler = (call, q, emit) => {
  const options = call.arg(0);
  if (options.is === 'object' && token(q.prop(options, 'protocol')) === 'AMQPS') return;
  if (options.is === 'object')
    emitHost(q, call.at, options, { api: 'AMQP', scheme: 'amqp', hosts: ['hostname', 'host'], tls: undefined }, emit);
  else urls('AMQP', ['urls'])(call, q, emit);
};

const mqtt: Handler = (call, q, emit) => {
  const first = call.arg(0);
  if (first.is === 'object') {
    const protocol = token(q.prop(first, 'protocol'));
    if (protocol !== undefined && protocol !== 'MQTT' && protocol !== 'TCP' && protocol !== 'WS') return;
    emitHost(q, call.at, first, { api: 'MQTT', scheme: 'mqtt', hosts: ['host', 'hostname'], tls: ['protocolVersion_tls'] }, emit);
  } else emitUrl(q, first, { api: 'MQTT', at: call.at }, emit);
};

const nats: Handler = (call, q, emit) => {
  const options = call.arg(0);
  const tls = firstOf(q, options, ['tls']);
  if (tls) return void emitSwitch(q, call.at, options, { api: 'NATS', paths: ['tls'], means, hosts: ['servers', 'url'] }, emit);
  urls('NATS', ['servers', 'url'])(call, q, emit);
};

/** `credentials.createInsecure()`: the address is the first argument of the client it is handed to, directly or through a constant. */
const insecure: Handler = (call, q, emit) => {
  const { m } = call.at;
  const address = addressBeside(q, call.at);
  const places = address ? placesOf(address) : [];
  if (conditionsAround(q, call.at).some((text) => STAGE.test(text) && !/tls|ssl|secure/i.test(text))) return;
  const local = places.length > 0 && places.every((place) => place === 'private');
  if (places.includes('placeholder') || forDevelopers(q, call.at)) return;
  const target: Alternative<Target> = {
    is: 'known',
    value: { url: 'credentials.createInsecure()', secure: false, local },
    from: { is: 'ext', key: `${call.key}()`, at: q.ref(m, call.at.e) },
  };
  emit({ kind: 'outboundRequest', at: call.at, anchor: 'sink', api: 'The gRPC client', target: { alternatives: [target] } });
};

function addressBeside(q: Query, at: Ref): Value | undefined {
  const { m } = at;
  let e = at.e;
  for (let parent = m.parentOf(e); parent >= 0; e = parent, parent = m.parentOf(e)) {
    const expr = m.expr(parent);
    if (expr.k === 'call' || expr.k === 'new') {
      const first = expr.a[0];
      return first === undefined || first === e ? undefined : q.value(q.part(at, first));
    }
    if (expr.k !== 'cond' && expr.k !== 'bin' && expr.k !== 'dflt') break;
  }
  const binding = m.facts.bindings.findIndex((one) => one.e === e);
  if (binding < 0) return undefined;
  for (const call of m.facts.calls) {
    const expr = m.expr(call);
    if (expr.k !== 'call' && expr.k !== 'new') continue;
    const used = expr.a.slice(1).some((arg) => {
      const one = m.expr(arg);
      return one.k === 'ref' && one.b === binding;
    });
    if (used && expr.a[0] !== undefined) return q.value(q.part(at, expr.a[0]));
  }
  return undefined;
}

function conditionsAround(q: Query, at: Ref): readonly string[] {
  const parent = at.m.parentOf(at.e);
  return parent >= 0 && at.m.expr(parent).k === 'cond' ? conditionsIn(q, q.part(at, parent)) : [];
}

const CALLS: Readonly<Record<string, Handler>> = {
  'kafkajs#Kafka': kafka,
  '@confluentinc/kafka-javascript#KafkaJS.Kafka': kafka,
  'kafka-node#KafkaClient': urls('Kafka', []),
  'amqplib#connect': amqp,
  'amqplib/callback_api#connect': amqp,
  'amqp-connection-manager#connect': amqp,
  'rascal#': amqp,
  '@cloudamqp/amqp-client#AMQPClient': amqp,
  'rabbitmq-client#Connection': amqp,
  'mqtt#connect': mqtt,
  'mqtt#connectAsync': mqtt,
  'async-mqtt#connect': mqtt,
  'async-mqtt#connectAsync': mqtt,
  'nats#connect': nats,
  '@nats-io/transport-node#connect': nats,
  'nats.ws#connect': nats,
  '@nats-io/nats-core#wsconnect': nats,
  'stompit#connect': (call, q, emit) =>
    emitHost(q, call.at, call.arg(0), { api: 'STOMP', scheme: 'stomp', hosts: ['host'], tls: ['ssl'] }, emit),
  '@stomp/stompjs#Client': urls('STOMP', ['brokerURL']),
  '@grpc/grpc-js#credentials.createInsecure': insecure,
  'grpc#credentials.createInsecure': insecure,
  '@grpc/grpc-js#ChannelCredentials.createInsecure': insecure,
  'nice-grpc#ChannelCredentials.createInsecure': insecure,
  '@improbable-eng/grpc-web#grpc.invoke': urls('gRPC', []),
  '@grpc/grpc-js#default.credentials.createInsecure': insecure,
};

export default defineModel({
  id: 'cleartext-brokers',
  limits: 'A NATS server that demands TLS upgrades the connection by itself; the code does not show it.',
  match: {
    names: [
      'Kafka',
      'KafkaClient',
      'connect',
      'connectAsync',
      'wsconnect',
      'AMQPClient',
      'Connection',
      'Client',
      'createInsecure',
      'invoke',
    ],
    words: ['kafka', 'amqp', 'rabbitmq', 'mqtt', 'nats', '@stomp/', 'stompit', 'createinsecure', 'grpc-web'],
    of: (key) => (Object.hasOwn(CALLS, key) ? CALLS[key] : undefined),
  },
}) satisfies Model as Model;
