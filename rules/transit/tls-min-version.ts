/** No endpoint agrees to a version of TLS below the promised one. */

import type { Localized, Rule, Terms, TlsEndpoint, TlsVersion } from '../../engine/rule/index.ts';
import { defineRule, fold } from '../../engine/rule/index.ts';
import { isBelow, TLS_VERSIONS } from '../data/tls/versions.ts';
import { fixes } from './tls-min-version.fix.ts';

interface Low {
  readonly version: TlsVersion;
}

const rule: Rule<'tlsEndpoint', Low> = defineRule<'tlsEndpoint', Low>({
  id: 'tls-min-version',
  obligation: 'encrypt-in-transit',
  evidence: 'tlsEndpoint',
  title: { en: 'Old versions of TLS are accepted', ja: '古いバージョンの TLS を許可しています' },
  cwe: [326, 327],
  judge(endpoint, terms) {
    if (!endpoint.minVersion) return undefined;
    const least = leastOf(terms);
    return fold<TlsVersion, Low>(
      endpoint.minVersion,
      (version) => (isBelow(version, least) ? { is: 'breaks', found: { version } } : { is: 'keeps', note: note(endpoint, version) }),
      () => ({ is: 'keeps', note: note(endpoint, '1.2') }),
    );
  },
  fix: (_, endpoint, ctx) => fixes(endpoint, leastOf(ctx.terms), ctx),
  say: {
    en: ({ version }, endpoint, terms) => ({
      what: `${endpoint.api} accepts ${nameOf(version)}${below(version, terms)}.`,
      why: `Customer data is promised to travel over TLS ${leastOf(terms)} or later. Older versions have known weaknesses, and whoever sits on the way can force their use where they are accepted.`,
      todo:
        endpoint.role === 'resource'
          ? `Name a policy whose lowest version is TLS ${leastOf(terms)}: for a load balancer ELBSecurityPolicy-TLS13-1-2-Res-2021-06 (in the CDK SslPolicy.TLS13_RES), for CloudFront TLSv1.2_2021 with a certificate of your own.`
          : `Set the lowest version to 'TLSv${leastOf(terms)}' or leave it out: Node.js takes TLS 1.2 by itself. A partner that speaks nothing newer belongs on a waiver with a date.`,
    }),
    ja: ({ version }, endpoint, terms) => ({
      what: `${endpoint.api} は ${nameOf(version)} を許可します${belowJa(version, terms)}。`,
      why: `顧客データは TLS ${leastOf(terms)} 以降で送受信すると約束しています。古いバージョンには既知の弱点があり、許可していると通信経路上の攻撃者に使用を強制されるおそれがあります。`,
      todo:
        endpoint.role === 'resource'
          ? `最低バージョンが TLS ${leastOf(terms)} のポリシーを指定してください。ロードバランサーは ELBSecurityPolicy-TLS13-1-2-Res-2021-06 (CDK では SslPolicy.TLS13_RES)、CloudFront は独自証明書と TLSv1.2_2021 が該当します。`
          : `最低バージョンを 'TLSv${leastOf(terms)}' にするか、指定を削除してください (Node.js の既定は TLS 1.2)。古いバージョンにしか対応しない接続先がある場合は、期限付きの例外として登録してください。`,
    }),
  },
});

function leastOf(terms: Terms): TlsVersion {
  const asked = String(terms['tls-min-version']);
  return TLS_VERSIONS.find((version) => version === asked) ?? '1.2';
}

function nameOf(version: TlsVersion): string {
  return version === 'ssl2' ? 'SSL 2.0' : version === 'ssl3' ? 'SSL 3.0' : `TLS ${version}`;
}

/** ` and TLS 1.1` where more than one version is too old. */
function below(version: TlsVersion, terms: Terms): string {
  const more = tooOld(version, terms);
  return more.length === 0 ? '' : ` and ${more.map(nameOf).join(', ')}`;
}

function belowJa(version: TlsVersion, terms: Terms): string {
  const more = tooOld(version, terms);
  return more.length === 0 ? '' : ` (${more.map(nameOf).join('、')} も同様)`;
}

function tooOld(version: TlsVersion, terms: Terms): readonly TlsVersion[] {
  return TLS_VERSIONS.filter((one) => isBelow(version, one) && isBelow(one, leastOf(terms)));
}

function note(endpoint: TlsEndpoint, version: TlsVersion): Localized {
  return { en: `${endpoint.api}: ${nameOf(version)} or later`, ja: `${endpoint.api}: ${nameOf(version)} 以降` };
}

export default rule;
