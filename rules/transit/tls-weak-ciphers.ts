/** Only suites of authenticated encryption (GCM, CCM, ChaCha20-Poly1305) may be negotiated. */

import type { Rule, SuiteList, TlsEndpoint } from '../../engine/rule/index.ts';
import { defineRule, fold } from '../../engine/rule/index.ts';
import { fixes } from './tls-weak-ciphers.fix.ts';

const SHOWN = 3;

const rule: Rule<'tlsEndpoint', SuiteList> = defineRule<'tlsEndpoint', SuiteList>({
  id: 'tls-weak-ciphers',
  obligation: 'encrypt-in-transit',
  evidence: 'tlsEndpoint',
  title: { en: 'TLS cipher suites below GCM are accepted', ja: 'GCM 未満の TLS 暗号スイートを許可しています' },
  cwe: [326, 327],
  judge(endpoint, terms) {
    if (!endpoint.suites || terms['aead-only'] === false) return undefined;
    return fold<SuiteList, SuiteList>(
      endpoint.suites,
      (list) =>
        list.notAead.length > 0
          ? { is: 'breaks', found: list }
          : {
              is: 'keeps',
              note: { en: `${list.name}: only GCM, CCM or ChaCha20-Poly1305`, ja: `${list.name}: GCM、CCM、ChaCha20-Poly1305 のみ` },
            },
      () => ({ is: 'unknown', why: 'member' }),
    );
  },
  fix: (_, endpoint, ctx) => fixes(endpoint, ctx),
  say: {
    en: (list, endpoint) => ({
      what: `${endpoint.api} (${list.name}) lets suites below GCM through: ${examples(list)}${rest(list, 'en')}.`,
      why: 'Customer data is promised to travel under GCM-grade cipher suites. CBC and older suites can be attacked through their padding and by force of age, and a peer or an attacker on the way may choose them.',
      todo: todoEn(endpoint),
    }),
    ja: (list, endpoint) => ({
      what: `${endpoint.api} (${list.name}) は GCM 未満の暗号スイートを許可します: ${examples(list)}${rest(list, 'ja')}。`,
      why: '顧客データは GCM 相当以上の暗号スイートで送受信すると約束しています。CBC などの古い暗号スイートにはパディングオラクルなどの既知の攻撃があり、接続相手や経路上の攻撃者によって選択されるおそれがあります。',
      todo: todoJa(endpoint),
    }),
  },
});

function examples({ notAead }: SuiteList): string {
  return notAead.slice(0, SHOWN).join(', ');
}

function rest({ notAead }: SuiteList, locale: 'en' | 'ja'): string {
  const more = notAead.length - SHOWN;
  if (more <= 0) return '';
  return locale === 'ja' ? ` ほか ${more} 件` : ` and ${more} more`;
}

const LIST = 'ECDHE+AESGCM:ECDHE+CHACHA20';

function todoEn({ role }: TlsEndpoint): string {
  return role === 'resource'
    ? 'Choose a restricted policy: for a load balancer ELBSecurityPolicy-TLS13-1-2-Res-2021-06 (in the CDK SslPolicy.TLS13_RES), for CloudFront TLSv1.2_2021 or later.'
    : `List only suites of authenticated encryption, for instance '${LIST}'; those of TLS 1.3 are on by themselves.`;
}

function todoJa({ role }: TlsEndpoint): string {
  return role === 'resource'
    ? '制限付きのポリシーを選択してください。ロードバランサーは ELBSecurityPolicy-TLS13-1-2-Res-2021-06 (CDK では SslPolicy.TLS13_RES)、CloudFront は TLSv1.2_2021 以降が該当します。'
    : `認証付き暗号のスイートだけを指定してください (例: '${LIST}')。TLS 1.3 のスイートは自動的に有効になります。`;
}

export default rule;
