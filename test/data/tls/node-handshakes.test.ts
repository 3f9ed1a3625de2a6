/** What is claimed about Node's TLS options, tried out: our own server and client on loopback, and the hello that a client sends. */
import { constants } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import type { TlsVersion } from '../../../engine/rule/index.ts';
import { evaluateNodeCiphers, NODE_DEFAULT_CIPHERS } from '../../../rules/data/tls/node-ciphers.ts';
import { SUITES, suiteNamed } from '../../../rules/data/tls/suites.ts';
import { NODE_DEFAULT_MAX, NODE_DEFAULT_MIN, nodeVersions, SECURE_OPTION_BITS } from '../../../rules/data/tls/versions.ts';
import { selfSigned } from './certificate.ts';

const identity = selfSigned();
const NAMES = { '1.0': 'TLSv1', '1.1': 'TLSv1.1', '1.2': 'TLSv1.2', '1.3': 'TLSv1.3' } as const;
type Spoken = keyof typeof NAMES;
const ALL = Object.keys(NAMES) as readonly Spoken[];
const { SSL_OP_NO_SSLv3, SSL_OP_NO_TLSv1, SSL_OP_NO_TLSv1_1, SSL_OP_NO_TLSv1_2, SSL_OP_NO_TLSv1_3 } = constants;

/** Options, and the versions that an endpoint with them was seen to speak. `LOW` is a list that takes the security level to 0. */
const LOW = 'DEFAULT@SECLEVEL=0';
const SPEAKS: readonly (readonly [options: tls.SecureContextOptions, versions: readonly Spoken[]])[] = [
  [{}, ['1.2', '1.3']],
  [{ minVersion: 'TLSv1' }, ['1.2', '1.3']],
  [{ minVersion: 'TLSv1', ciphers: LOW }, ['1.0', '1.1', '1.2', '1.3']],
  [{ minVersion: 'TLSv1.1', ciphers: LOW }, ['1.1', '1.2', '1.3']],
  [{ minVersion: 'TLSv1.2', ciphers: LOW }, ['1.2', '1.3']],
  [{ minVersion: 'TLSv1.3' }, ['1.3']],
  [{ maxVersion: 'TLSv1.2' }, ['1.2']],
  [{ maxVersion: 'TLSv1.1', ciphers: LOW }, []],
  [{ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: LOW }, ['1.0', '1.1']],
  [{ ciphers: 'TLS_AES_128_GCM_SHA256' }, ['1.3']],
  [{ ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' }, ['1.2', '1.3']],
  [{ secureProtocol: 'SSLv23_method', ciphers: LOW }, ['1.2']],
  [{ secureProtocol: 'TLS_method' }, ['1.2', '1.3']],
  [{ secureProtocol: 'TLS_method', ciphers: LOW }, ['1.0', '1.1', '1.2', '1.3']],
  [{ secureProtocol: 'TLSv1_method', ciphers: LOW }, ['1.0']],
  [{ secureProtocol: 'TLSv1_method' }, []],
  [{ secureProtocol: 'TLSv1_1_method', ciphers: LOW }, ['1.1']],
  [{ secureProtocol: 'TLSv1_2_method', ciphers: LOW }, ['1.2']],
  [{ secureOptions: SSL_OP_NO_SSLv3, ciphers: LOW }, ['1.2', '1.3']],
  [{ secureOptions: SSL_OP_NO_TLSv1_2 }, ['1.3']],
  [{ secureOptions: SSL_OP_NO_TLSv1_3 }, ['1.2']],
  [{ secureProtocol: 'TLS_method', secureOptions: SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1, ciphers: LOW }, ['1.2', '1.3']],
  [{ secureProtocol: 'TLS_method', secureOptions: SSL_OP_NO_TLSv1, ciphers: LOW }, ['1.1', '1.2', '1.3']],
];

/** What our functions say of the same options. */
function predicted({
  ciphers,
  minVersion,
  maxVersion,
  secureProtocol,
  secureOptions,
}: tls.SecureContextOptions): readonly TlsVersion[] | undefined {
  const list = evaluateNodeCiphers(ciphers ?? NODE_DEFAULT_CIPHERS);
  const versions = nodeVersions({
    securityLevel: list.securityLevel,
    ...(minVersion ? { minVersion } : {}),
    ...(maxVersion ? { maxVersion } : {}),
    ...(secureProtocol ? { secureProtocol } : {}),
    ...(secureOptions ? { secureOptions } : {}),
  });
  return versions?.negotiable.filter((version) => version === '1.3' || !list.onlyTls13);
}

describe('the versions that a server with these options speaks', () => {
  it.each(SPEAKS)('%j: %j', async (options, versions) => {
    const server = tls.createServer({ ...identity, ...options });
    const seen = await withServer(server, async (port) => {
      const tried: Spoken[] = [];
      for (const version of ALL) {
        const only = NAMES[version];
        if (await connects(port, { minVersion: only, maxVersion: only, ciphers: `TLS_AES_128_GCM_SHA256:${LOW}` }, only))
          tried.push(version);
      }
      return tried;
    });
    expect(seen).toEqual(versions);
    expect(predicted(options)).toEqual(versions);
  });
});

describe('the versions that a client with these options speaks', () => {
  it.each(SPEAKS)('%j: %j', async (options, versions) => {
    const seen: Spoken[] = [];
    for (const version of ALL) {
      const only = NAMES[version];
      const server = tls.createServer({ ...identity, minVersion: only, maxVersion: only, ciphers: `TLS_AES_128_GCM_SHA256:${LOW}` });
      if (await withServer(server, (port) => connects(port, options, only))) seen.push(version);
    }
    // A client fills no gap: where a version between is forbidden, it offers those below it alone. No row of the table has such a gap.
    expect(seen).toEqual(versions);
  });
});

describe('what Node refuses', () => {
  it.each([
    [{ minVersion: 'TLSv1_2' as tls.SecureVersion }],
    [{ minVersion: '1.2' as tls.SecureVersion }],
    [{ secureProtocol: 'SSLv3_method' }],
    [{ secureProtocol: 'SSLv2_method' }],
    [{ secureProtocol: 'TLSv1_3_method' }],
    [{ secureProtocol: 'TLSv1_2_method', minVersion: 'TLSv1.2' as const }],
  ])('%j', (options: tls.SecureContextOptions) => {
    expect(() => tls.createSecureContext(options)).toThrow();
    expect(predicted(options)).toBeUndefined();
  });

  it.each(['NOTHING', 'TLS_NOTHING', 'TLS_NOTHING:AES256-SHA', 'RC4-SHA', 'AES128-SHA:@SECLEVEL=9', '@SECLEVEL=0'])(
    'the list %j',
    (ciphers) => {
      expect(() => tls.createSecureContext({ ciphers })).toThrow();
      expect(evaluateNodeCiphers(ciphers).refused).toBe(true);
    },
  );
});

/** Since OpenSSL 3.2 the short tag of CCM8 counts as 64 bits, so it is offered at level 0 alone. The table is of 3.0, and claims more. */
const counts = (name: string): boolean => process.versions.openssl.startsWith('3.0.') || !name.endsWith('CCM8');

describe('the suites that a client with this list offers', () => {
  it.each([
    NODE_DEFAULT_CIPHERS,
    'DEFAULT',
    'ALL',
    'HIGH:!aNULL',
    'HIGH:!aNULL:!kRSA:!PSK:!SRP:!MD5:!RC4',
    'ALL@SECLEVEL=0',
    'DEFAULT:@SECLEVEL=3',
    'SSLv3',
    'ECDHE+AESGCM:ECDHE+CHACHA20',
    'ECDHE-RSA-AES128-GCM-SHA256:AES128-SHA',
    'TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES128-GCM-SHA256',
    'TLS_RSA_WITH_AES_128_CBC_SHA:TLS_AES_256_GCM_SHA384:AES256-SHA',
    'TLS_NOTHING:TLS_AES_128_GCM_SHA256',
    'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA:TLS_AES_128_GCM_SHA256',
    'TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256',
    'AES128-SHA AES256-SHA',
    'AES:!ECDHE:@STRENGTH',
  ])('%s', async (ciphers) => {
    const list = evaluateNodeCiphers(ciphers);
    expect((await offered({ ciphers })).filter(counts)).toEqual(list.suites.map(({ openssl }) => openssl).filter(counts));
  });

  it('are older ones too, under their IANA names, where TLS 1.3 is off', async () => {
    for (const ciphers of ['TLS_RSA_WITH_AES_128_CBC_SHA:AES256-SHA', 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA:TLS_AES_128_GCM_SHA256']) {
      const list = evaluateNodeCiphers(ciphers, { highest: '1.2' });
      expect(await offered({ ciphers, maxVersion: 'TLSv1.2' })).toEqual(list.suites.map(({ openssl }) => openssl));
      expect(list.suites).toHaveLength(ciphers.endsWith('AES256-SHA') ? 2 : 1);
    }
  });

  it('are none where TLS 1.3 is on and has no suite: the client gives up', async () => {
    const ciphers = 'TLS_RSA_WITH_AES_128_CBC_SHA:AES256-SHA';
    const server = tls.createServer(identity);
    expect(
      await withServer(server, async (port) => [await connects(port, { ciphers }, 'TLSv1.2'), await connects(port, {}, 'TLSv1.3')]),
    ).toEqual([false, true]);
    expect(evaluateNodeCiphers(ciphers).suites).toEqual([]);
    expect(evaluateNodeCiphers(ciphers).listed).toHaveLength(2);
  });

  it('without a list is the default', async () => {
    expect(tls.DEFAULT_CIPHERS).toBe(NODE_DEFAULT_CIPHERS);
    expect(await offered({})).toEqual(await offered({ ciphers: NODE_DEFAULT_CIPHERS }));
    expect(suiteNamed('ECDHE-RSA-AES128-SHA256')).toBeDefined();
    expect(await offered({})).toContain('ECDHE-RSA-AES128-SHA256');
  });
});

it('has the defaults and the bits that the tables say', () => {
  expect([tls.DEFAULT_MIN_VERSION, tls.DEFAULT_MAX_VERSION]).toEqual([
    NAMES[NODE_DEFAULT_MIN as Spoken],
    NAMES[NODE_DEFAULT_MAX as Spoken],
  ]);
  for (const [name, bits] of Object.entries(SECURE_OPTION_BITS)) expect(constants[name as keyof typeof constants]).toBe(bits);
});

async function withServer<T>(server: Server, use: (port: number) => Promise<T>): Promise<T> {
  server.on('tlsClientError', () => {});
  server.on('secureConnection', (socket: tls.TLSSocket) => socket.on('error', () => {}).end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await use((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

/** Whether a connection comes about, and in the version that was wanted. */
function connects(port: number, options: tls.SecureContextOptions, version: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
    const finish = (result: boolean): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once('secureConnect', () => finish(socket.getProtocol() === version));
    socket.once('error', () => finish(false));
    socket.once('close', () => finish(false));
  });
}

/** The suites of a client's first message, without the signalling values at its end. RFC 8446 4.1.2. */
async function offered(options: tls.SecureContextOptions): Promise<string[]> {
  const server = createTcpServer();
  const hello = await withServer(server, (port) => {
    const socket = tls.connect({ port, host: '127.0.0.1', ...options });
    socket.on('error', () => {});
    return new Promise<Buffer>((resolve) => {
      server.once('connection', (peer) => {
        peer.on('error', () => {});
        peer.once('data', (data: Buffer) => {
          socket.destroy();
          peer.destroy();
          resolve(data);
        });
      });
    });
  });
  // Record header 5, handshake header 4, version 2, random 32, then the session id and the suites, each behind its length.
  const at = 43 + 1 + hello.readUInt8(43);
  const ids = Array.from({ length: hello.readUInt16BE(at) / 2 }, (_, index) => hello.readUInt16BE(at + 2 + index * 2));
  return ids.flatMap((id) => SUITES.find((suite) => suite.id === id)?.openssl ?? (id === 0x00ff ? [] : [`0x${id.toString(16)}`]));
}
