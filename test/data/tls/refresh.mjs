/**
 * Freezes what other programs say: the suites of OpenSSL, its answers to the lists of `lists.mjs`, and the policy enums of aws-cdk-lib.
 * Run by hand, see rules/data/tls/README.md:
 *
 *   node test/data/tls/refresh.mjs [folder in which aws-cdk-lib is installed]
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cipherLists } from './lists.mjs';

const tables = new URL('../../../rules/data/tls/', import.meta.url);
const checkedOn = new Date().toISOString().slice(0, 7);

/** Every suite that OpenSSL prints, with the flags that only its lists tell. */
function suites() {
  const [version] = openssl(['version']).split(' (');
  const printed = openssl(['ciphers', '-V', '-stdname', 'ALL:COMPLEMENTOFALL']).trim().split('\n').map(parse);
  const high = namesOf('HIGH');
  const fips = namesOf('FIPS');
  const notDefault = namesOf('COMPLEMENTOFDEFAULT');
  const rows = sorted(printed).map((suite) => ({
    ...suite,
    high: high.has(suite.openssl),
    fips: fips.has(suite.openssl),
    notDefault: !suite.tls13 && notDefault.has(suite.openssl),
  }));
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  return `{\n  "source": ${JSON.stringify(`${version}: openssl ciphers -V -stdname ALL:COMPLEMENTOFALL`)},\n  "checkedOn": "${checkedOn}",\n  "suites": [\n${lines}\n  ]\n}\n`;
}

function parse(line) {
  const [, high, low, iana, openssl, protocol, kx, au, enc, bits, mac] =
    /^\s*0x(..),0x(..) - (\S+)\s+- (\S+)\s+(\S+)\s+Kx=(\S+)\s+Au=(\S+)\s+Enc=([^(\s]+)(?:\((\d+)\))?\s+Mac=(\S+)/.exec(line);
  const tls13 = protocol === 'TLSv1.3';
  const aead = mac === 'AEAD';
  return { iana, openssl, id: Number.parseInt(high + low, 16), protocol, kx, au, enc, bits: Number(bits ?? 0), mac, aead, tls13 };
}

/**
 * The order in which OpenSSL holds the suites before it reads a list. No list prints it whole, but `ALL` and `COMPLEMENTOFALL` give its two parts,
 * and lists of a key exchange or a version give how they mix: the suites without encryption stand behind all others of their key exchange.
 */
function sorted(printed) {
  const mixed = [
    'ECDHE',
    'AECDH',
    'TLSv1.2',
    'TLSv1',
    'SSLv3',
    'kRSA',
    'kPSK',
    'kRSAPSK',
    'kDHEPSK',
    'kECDHEPSK',
    'PSK',
    'RSA',
    'aRSA',
    'aECDSA',
    'aPSK',
    'aNULL',
    'SHA1',
    'SHA256',
    'SHA384',
  ].map((list) => [...namesOf(list)]);
  const before = new Map(printed.map(({ openssl }) => [openssl, new Set()]));
  for (const order of [namesOf('ALL'), namesOf('COMPLEMENTOFALL'), ...mixed].map((names) => [...names])) {
    for (let at = 1; at < order.length; at++) before.get(order[at]).add(order[at - 1]);
  }
  const out = printed.filter(({ tls13 }) => tls13);
  const left = printed.filter(({ tls13 }) => !tls13);
  const done = new Set();
  while (left.length > 0) {
    const at = left.findIndex(({ openssl }) => [...before.get(openssl)].every((name) => done.has(name)));
    if (at < 0) throw new Error('the lists contradict each other');
    const [next] = left.splice(at, 1);
    done.add(next.openssl);
    out.push(next);
  }
  return out;
}

function namesOf(list) {
  const [tls13, rest] = ['TLS_', ''].map((start) =>
    openssl(['ciphers', list])
      .trim()
      .split(':')
      .filter((name) => (start ? name.startsWith(start) : !name.startsWith('TLS_'))),
  );
  return new Set(rest.length > 0 ? rest : tls13);
}

/** Answers by list: positions in suites.json in order, runs shortened (`3-7 9`); null where OpenSSL refuses the list. */
function answers() {
  const position = new Map(JSON.parse(readFileSync(new URL('suites.json', tables), 'utf8')).suites.map((suite, at) => [suite.openssl, at]));
  const rows = cipherLists().map((list) => {
    const listed = ask(['ciphers', list], position);
    // `-psk` and `-srp`: also what needs a pre-shared key or a password.
    const negotiable = listed && ask(['ciphers', '-s', '-psk', '-srp', list], position);
    return `    ${JSON.stringify([list, listed, negotiable])}`;
  });
  const [version] = openssl(['version']).split(' (');
  const level = Number(/SECURITY_LEVEL=(\d)/.exec(openssl(['version', '-a']))?.[1] ?? 1);
  return `{\n  "source": ${JSON.stringify(version)},\n  "checkedOn": "${checkedOn}",\n  "securityLevel": ${level},\n  "answers": [\n${rows.join(',\n')}\n  ]\n}\n`;
}

function ask(args, position) {
  try {
    const numbers = openssl(args)
      .trim()
      .split(':')
      .filter(Boolean)
      .map((name) => position.get(name));
    return runs(numbers);
  } catch {
    return null;
  }
}

function runs(numbers) {
  const out = [];
  for (let at = 0; at < numbers.length; at++) {
    const from = at;
    while (numbers[at + 1] === numbers[at] + 1) at++;
    out.push(from === at ? `${numbers[at]}` : `${numbers[from]}-${numbers[at]}`);
  }
  return out.join(' ');
}

/** Enum members of aws-cdk-lib whose values name a policy or a version. */
function cdkEnums(folder) {
  const require = createRequire(join(folder, 'noop.js'));
  const wanted = [
    'aws-apigateway.SecurityPolicy',
    'aws-apigatewayv2.SecurityPolicy',
    'aws-cloudfront.OriginProtocolPolicy',
    'aws-cloudfront.OriginSslPolicy',
    'aws-cloudfront.SecurityPolicyProtocol',
    'aws-cloudfront.ViewerProtocolPolicy',
    'aws-elasticloadbalancing.LoadBalancingProtocol',
    'aws-elasticloadbalancingv2.ApplicationProtocol',
    'aws-elasticloadbalancingv2.Protocol',
    'aws-elasticloadbalancingv2.SslPolicy',
    'aws-elasticsearch.TLSSecurityPolicy',
    'aws-opensearchservice.TLSSecurityPolicy',
  ];
  const enums = Object.fromEntries(
    wanted.map((path) => {
      const [module, name] = path.split('.');
      return [path, require(`aws-cdk-lib/${module}`)[name]];
    }),
  );
  const { version } = require('aws-cdk-lib/package.json');
  return `${JSON.stringify({ source: `aws-cdk-lib ${version}`, checkedOn, enums }, null, 2)}\n`;
}

function openssl(args) {
  return execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

writeFileSync(new URL('suites.json', tables), suites());
writeFileSync(new URL('openssl-answers.json', import.meta.url), answers());
if (process.argv[2]) writeFileSync(new URL('cdk-enums.json', tables), cdkEnums(process.argv[2]));
