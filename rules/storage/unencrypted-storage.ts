/** Stores of customer data are encrypted at rest: nothing switches it off, and nothing relies on a default that leaves it off. */

import type { Rule } from '../../engine/rule/index.ts';
import { defineRule, fold } from '../../engine/rule/index.ts';
import { fixes } from './unencrypted-storage.fix.ts';

interface Open {
  /** Nothing is set: the default leaves it unencrypted. */
  readonly unset: boolean;
}

const rule: Rule<'storage', Open> = defineRule<'storage', Open>({
  id: 'unencrypted-storage',
  obligation: 'encrypt-at-rest',
  evidence: 'storage',
  title: { en: 'A store keeps its data unencrypted', ja: 'ストレージのデータが暗号化されていません' },
  cwe: [311, 312],
  judge: (store) =>
    fold<boolean, Open>(store.encrypted, (encrypted, from) =>
      encrypted
        ? { is: 'keeps', note: { en: `${store.what.en}: encrypted at rest`, ja: `${store.what.ja}: 保存時に暗号化されます` } }
        : { is: 'breaks', found: { unset: from.is === 'absent' } },
    ),
  fix: (_, store, ctx) => fixes(store, ctx),
  say: {
    en: ({ unset }, { what, setting }, terms) => ({
      what: unset
        ? `${what.en} is not encrypted at rest: nothing sets it, and it is off by default.`
        : `${what.en} is told not to encrypt its data at rest.`,
      why: `Customer data is promised to be stored with AES-${String(terms['cipher-key-bits'])} or a cipher of equal strength; here disks, snapshots and backups hold it in the clear.`,
      todo: `Set \`${setting}\`. Most stores cannot be switched over in place: make an encrypted copy from a snapshot and move to it.`,
    }),
    ja: ({ unset }, { what, setting }, terms) => ({
      what: unset
        ? `${what.ja}の保存データが暗号化されません。設定がなく、既定では無効です。`
        : `${what.ja}の保存データの暗号化が無効にされています。`,
      why: `顧客データは AES-${String(terms['cipher-key-bits'])} または同等以上の強度の暗号で保存すると約束しています。このままでは、ディスク、スナップショット、バックアップに平文で残ります。`,
      todo: `\`${setting}\` を設定してください。多くのストレージは後から切り替えられないため、スナップショットから暗号化したコピーを作成して移行してください。`,
    }),
  },
});

export default rule;
