/** A lock for failed sign-ins ends by the person's own reset, never because time passed. */

import type { AccountLock, Localized, Rule } from '../../engine/rule/index.ts';
import { defineRule, fold } from '../../engine/rule/index.ts';
import { fixes } from './timed-unlock.fix.ts';

type Found = { readonly shape: string };

const KEPT: Record<'reset' | 'admin' | 'never', Localized> = {
  reset: { en: 'the lock ends only by a reset, no clock opens it', ja: 'ロックはリセットでのみ解除され、時間の経過では解除されません' },
  admin: {
    en: 'the lock ends only by an administrator, no clock opens it',
    ja: 'ロックは管理者のみが解除でき、時間の経過では解除されません',
  },
  never: {
    en: 'no clock opens the lock; nothing that clears it was found',
    ja: 'ロックは時間の経過では解除されません（解除する処理は見つかりませんでした）',
  },
};

const rule: Rule<'accountLock', Found> = defineRule<'accountLock', Found>({
  id: 'timed-unlock',
  obligation: 'lock-ends-by-reset',
  evidence: 'accountLock',
  title: { en: 'A locked account opens again by itself', ja: 'ロックされたアカウントが時間の経過で解除されます' },
  cwe: [307],
  judge(lock, terms) {
    if (terms['timed-unlock-allowed'] === true)
      return {
        is: 'keeps',
        note: { en: 'the contract allows locks that end by time', ja: '契約上、時間によるロック解除が認められています' },
      };
    return fold<'time' | 'reset' | 'admin' | 'never', Found>(lock.ends, (ends) =>
      ends === 'time' ? { is: 'breaks', found: { shape: lock.shape } } : { is: 'keeps', note: KEPT[ends] },
    );
  },
  fix: (_, lock, ctx) => fixes(lock, ctx),
  say: {
    en: (found, lock) => ({
      what: what(found.shape, lock).en,
      why: 'A person who was locked out after failed sign-ins may come back only through their own reset. With a clock, whoever guesses passwords just waits and goes on.',
      todo: todo(found.shape, lock).en,
    }),
    ja: (found, lock) => ({
      what: what(found.shape, lock).ja,
      why: 'サインインの失敗でロックされたアカウントは、本人によるリセットでのみ再開できる約束です。時間で解除されると、パスワードを推測する側は待つだけで試行を続けられます。',
      todo: todo(found.shape, lock).ja,
    }),
  },
});

function what(shape: string, { state }: AccountLock): Localized {
  switch (shape) {
    case 'end-date':
      return {
        en: `The account lock is given an end date (${state}), after which it no longer refuses sign-in.`,
        ja: `アカウントロックに終了時刻（${state}）が設定され、それを過ぎるとサインインを拒否しなくなります。`,
      };
    case 'gate':
      return {
        en: `The account lock (${state}) is compared with the clock, so it opens when time has passed.`,
        ja: `アカウントロック（${state}）が現在時刻と比較されるため、時間の経過で解除されます。`,
      };
    case 'store-life':
      return {
        en: `The lock of the account is kept under a key that expires (${state}).`,
        ja: `アカウントのロックが、有効期限付きのキー（${state}）に保持されています。`,
      };
    case 'limiter':
      return {
        en: `The limiter ${state} refuses an account for a time only, then lets it in again.`,
        ja: `リミッター ${state} はアカウントを一定時間だけ拒否し、その後は再び許可します。`,
      };
    case 'window':
      return {
        en: `Only recent failures count against the account (${state}), so waiting lifts the lock.`,
        ja: `直近の失敗だけがアカウントに対して数えられる（${state}）ため、待つだけでロックが解けます。`,
      };
    case 'sweep':
      return {
        en: `A timer or a scheduled job clears the account lock (${state}).`,
        ja: `タイマーまたは定期処理がアカウントロック（${state}）を解除します。`,
      };
    case 'default':
      return {
        en: `By default the account lock ends after a time (${state}).`,
        ja: `既定では、アカウントロックは一定時間（${state}）で終了します。`,
      };
    default:
      return { en: `${state} ends the account lock after a time.`, ja: `${state} により、アカウントロックが一定時間後に解除されます。` };
  }
}

function todo(shape: string, { state }: AccountLock): Localized {
  switch (shape) {
    case 'end-date':
    case 'gate':
      return {
        en: `Store that the account is locked (for example lockedAt) instead of ${state}, refuse while it is set, and clear it only when the person has reset the password by the link mailed to them.`,
        ja: `${state} の代わりにロックされた事実（例: lockedAt）を保存し、設定されている間は拒否し、本人宛てのリンクによるパスワードリセットが完了したときにのみ解除してください。`,
      };
    case 'store-life':
      return {
        en: 'Write the lock without a life (no EX, PX or expire), best on the account itself, and delete it only in the reset flow.',
        ja: 'ロックは有効期限（EX、PX、expire）なしで、できればアカウント自体に保存し、リセット処理でのみ削除してください。',
      };
    case 'limiter':
      return {
        en: 'Keep the limiter for addresses; for the account, set a lock flag when too many failures were counted and clear it only in the reset flow.',
        ja: 'リミッターは IP アドレス向けに残し、アカウントには失敗回数の超過時にロックフラグを設定し、リセット処理でのみ解除してください。',
      };
    case 'window':
      return {
        en: 'When the count reaches its most, set a lock flag on the account and clear it only in the reset flow.',
        ja: '失敗回数が上限に達したらアカウントにロックフラグを設定し、リセット処理でのみ解除してください。',
      };
    case 'sweep':
      return {
        en: 'Remove the timer or job; let the reset flow clear the lock.',
        ja: 'タイマーまたは定期処理を削除し、リセット処理でロックを解除してください。',
      };
    case 'default':
      return {
        en: 'Make a lock without an end the default, lifted by the reset flow.',
        ja: '終了時刻のないロックを既定とし、リセット処理で解除してください。',
      };
    default:
      return {
        en: 'Configure a lock that stays until the person resets the password; where the product offers none, keep a lock of your own and clear it in the reset flow.',
        ja: '本人がパスワードをリセットするまで続くロックを設定してください。製品にその設定がない場合は、独自のロックを設け、リセット処理で解除してください。',
      };
  }
}

export default rule;
