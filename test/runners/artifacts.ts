/** A remote cache as small as can be: it keeps what Turborepo and Nx put there, under the name they gave it, and knows nothing else. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Artifacts {
  readonly url: string;
  /** What was put, and what was got and was there. */
  readonly put: string[];
  readonly got: string[];
  close(): void;
}

export async function artifacts(): Promise<Artifacts> {
  const kept = new Map<string, { readonly body: Buffer; readonly headers: Record<string, string> }>();
  const put: string[] = [];
  const got: string[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '' } = request;
    const name = /^\/v(?:8\/artifacts|1\/cache)\/([0-9a-z_]+)(?:\?|$)/i.exec(url)?.[1] ?? '';
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      if (method === 'PUT') {
        const headers = Object.entries(request.headers).filter(([key]) => key.startsWith('x-artifact-'));
        kept.set(name, { body: Buffer.concat(pieces), headers: Object.fromEntries(headers) as Record<string, string> });
        put.push(name);
        response.writeHead(url.startsWith('/v8') ? 202 : 200, { 'content-type': 'application/json' }).end('{"urls":[]}');
        return;
      }
      const one = kept.get(name);
      if (method === 'POST' || name === 'status') {
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"enabled"}');
      } else if (!one) {
        response.writeHead(404).end();
      } else {
        if (method === 'GET') got.push(name);
        const headers = { ...one.headers, 'content-type': 'application/octet-stream', 'content-length': one.body.length };
        response.writeHead(200, headers).end(method === 'GET' ? one.body : undefined);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, put, got, close: () => void server.close() };
}
