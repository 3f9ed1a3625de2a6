/** The other side of a TLS connection proves who it is: its certificate and its name are checked. */

import type { Rule, TlsEndpoint } from '../../engine/rule/index.ts';
import { defineRule, fold } from '../../engine/rule/index.ts';
import { fixes } from './tls-verification-disabled.fix.ts';

/** The setting or call that switches the check off, as its users write it. */
interface Off {
  readonly api: string;
}

const rule: Rule<'tlsEndpoint', Off> = defineRule<'tlsEndpoint', Off>({
  id: 'tls-verification-disabled',
  obligation: 'encrypt-in-transit',
  evidence: 'tlsEndpoint',
  title: { en: 'TLS certificates are not checked', ja: 'TLS 証明書を検証していません' },
  cwe: [295, 297],
  judge(endpoint) {
    if (!endpoint.verifies) return undefined;
    const kept = {
      is: 'keeps',
      note: { en: `${endpoint.api}: the certificate is checked`, ja: `${endpoint.api}: 証明書を検証しています` },
    } as const;
    return fold<boolean, Off>(
      endpoint.verifies,
      (verifies) => (verifies ? kept : { is: 'breaks', found: { api: endpoint.api } }),
      () => kept,
    );
  },
  fix: (_, endpoint, ctx) => fixes(endpoint, ctx),
  say: {
    en: ({ api }, endpoint) => ({
      what: whatEn(api),
      why: 'Customer data is promised to travel over TLS. Without this check anybody on the way can pose as the other side, read the data and change it.',
      todo: `${todoEn(api, endpoint)} For a certificate of your own authority, pass its certificate as \`ca\` (or set NODE_EXTRA_CA_CERTS) instead of switching the check off.`,
    }),
    ja: ({ api }, endpoint) => ({
      what: whatJa(api),
      why: '顧客データは TLS で保護して送受信すると約束しています。証明書を検証しないと、通信経路上の第三者が相手になりすまし、データを盗聴・改ざんできます。',
      todo: `${todoJa(api, endpoint)}独自の認証局の証明書を使う場合は、検証を無効にせず、その CA 証明書を \`ca\` に渡すか NODE_EXTRA_CA_CERTS で指定してください。`,
    }),
  },
});

const WHOLE_PROCESS: ReadonlySet<string> = new Set([
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'GIT_SSL_NO_VERIFY',
  'PYTHONHTTPSVERIFY',
  'ignore-certificate-errors',
]);
const NAMES: ReadonlySet<string> = new Set([
  'checkServerIdentity',
  'tlsAllowInvalidHostnames',
  'sslAllowInvalidHostnames',
  'SSL_VERIFYHOST',
]);

function whatEn(api: string): string {
  if (WHOLE_PROCESS.has(api)) return `${api} switches off the check of certificates for the whole process.`;
  if (NAMES.has(api)) return `${api} lets a certificate pass that was issued for another host.`;
  return `${api} lets any certificate pass: the other side need not prove who it is.`;
}

function whatJa(api: string): string {
  if (WHOLE_PROCESS.has(api)) return `${api} により、プロセス全体で証明書の検証が無効になります。`;
  if (NAMES.has(api)) return `${api} により、別のホストに発行された証明書も受け入れます。`;
  return `${api} により、どのような証明書も受け入れます。接続先が本物かどうかを確認していません。`;
}

function todoEn(api: string, { role }: TlsEndpoint): string {
  if (WHOLE_PROCESS.has(api)) return 'Remove this variable or switch.';
  if (api === 'checkServerIdentity') return 'Remove this function, or let it return what `tls.checkServerIdentity(host, cert)` returns.';
  return role === 'server'
    ? 'Refuse callers without a valid certificate.'
    : `Remove this setting, or set it so that certificates are checked.`;
}

function todoJa(api: string, { role }: TlsEndpoint): string {
  if (WHOLE_PROCESS.has(api)) return 'この変数またはスイッチを削除してください。';
  if (api === 'checkServerIdentity') return 'この関数を削除するか、`tls.checkServerIdentity(host, cert)` の結果を返すようにしてください。';
  return role === 'server'
    ? '有効な証明書を持たない接続を拒否してください。'
    : 'この設定を削除するか、証明書を検証する値に変更してください。';
}

export default rule;
