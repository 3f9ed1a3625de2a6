/** Customer data travels encrypted: no connection to somewhere else in clear text. */

import type { Rule } from '../../engine/rule/index.ts';
import { defineRule, fold } from '../../engine/rule/index.ts';
import { fixes } from './cleartext-transport.fix.ts';
import { type Clear, say } from './cleartext-transport.say.ts';

type Target = { readonly url: string; readonly secure: boolean; readonly local: boolean };

const rule: Rule<'outboundRequest', Clear> = defineRule<'outboundRequest', Clear>({
  id: 'cleartext-transport',
  obligation: 'encrypt-in-transit',
  evidence: 'outboundRequest',
  title: { en: 'Data is sent without encryption', ja: 'データを暗号化せずに送受信しています' },
  cwe: [311, 319],
  judge: (request) => {
    // Only who calls it could tell, and nobody does: no question about encryption was asked here.
    if (request.target.alternatives.every((one) => one.is === 'unknown' && one.why === 'dynamic')) return undefined;
    return fold<Target, Clear>(request.target, ({ url, secure, local }, from) => {
      if (secure) return { is: 'keeps', note: { en: `${url}: encrypted`, ja: `${url}: 暗号化されています` } };
      if (local)
        return {
          is: 'keeps',
          note: {
            en: `${url}: not encrypted, but stays on the machine or in a private network`,
            ja: `${url}: 暗号化されていませんが、同じマシンまたはプライベートネットワーク内の通信です`,
          },
        };
      return { is: 'breaks', found: { url, unset: from.is === 'absent' } };
    });
  },
  fix: (clear, request, ctx) => fixes(clear, request, ctx),
  say,
});

export default rule;
