/** A self-signed certificate for localhost, made on the spot so that no key is kept in the repository. Fit for tests only. */
import { generateKeyPairSync, sign } from 'node:crypto';

/** PEM of a fresh RSA key and of its certificate, good for an hour on either side of now. */
export function selfSigned(): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const algorithm = sequence(oid(42, 134, 72, 134, 247, 13, 1, 1, 11), Buffer.from([5, 0])); // sha256WithRSAEncryption
  const name = sequence(der(0x31, sequence(oid(85, 4, 3), der(0x0c, Buffer.from('localhost')))));
  const validity = sequence(time(-3_600_000), time(3_600_000));
  const version = der(0xa0, integer(2));
  const body = sequence(version, integer(1), algorithm, name, validity, name, publicKey.export({ type: 'spki', format: 'der' }));
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]));
  const base64 = sequence(body, algorithm, signature).toString('base64');
  const cert = `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, cert };
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, Buffer.concat(parts));
const integer = (value: number): Buffer => der(0x02, Buffer.from([value]));
const oid = (...octets: readonly number[]): Buffer => der(0x06, Buffer.from(octets));
const time = (fromNow: number): Buffer =>
  der(0x17, Buffer.from(`${new Date(Date.now() + fromNow).toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));
