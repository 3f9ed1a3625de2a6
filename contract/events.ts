/** The events an audit log may have to record, by the ids that the term `audited-events` lists. Closed: a contract picks from these. */
import type { Localized } from './types.ts';

export const AUDIT_EVENTS: Readonly<Record<string, Localized>> = {
  'sign-in-success': { en: 'successful sign-in', ja: 'サインインの成功' },
  'sign-in-failure': { en: 'failed sign-in', ja: 'サインインの失敗' },
  'sign-out': { en: 'sign-out', ja: 'サインアウト' },
  'account-locked': { en: 'account locked', ja: 'アカウントのロック' },
  'account-unlocked': { en: 'account unlocked', ja: 'アカウントのロック解除' },
  'password-changed': { en: 'password changed', ja: 'パスワードの変更' },
  'password-reset': { en: 'password reset', ja: 'パスワードの再設定' },
  'mfa-enrolled': { en: 'second factor enrolled', ja: '多要素認証の登録' },
  'mfa-removed': { en: 'second factor removed', ja: '多要素認証の解除' },
  'session-revoked': { en: 'session revoked', ja: 'セッションの失効' },
  'token-revoked': { en: 'token revoked', ja: 'トークンの失効' },
  'user-created': { en: 'user created', ja: 'ユーザーの作成' },
  'user-deleted': { en: 'user deleted', ja: 'ユーザーの削除' },
  'role-changed': { en: 'role or permission changed', ja: 'ロールまたは権限の変更' },
  'api-key-created': { en: 'API key created', ja: 'API キーの作成' },
  'api-key-revoked': { en: 'API key revoked', ja: 'API キーの失効' },
  'sso-changed': { en: 'single sign-on settings changed', ja: 'シングルサインオン設定の変更' },
  'tenant-settings-changed': { en: 'tenant settings changed', ja: 'テナント設定の変更' },
  'data-exported': { en: 'data exported', ja: 'データのエクスポート' },
  'data-deleted': { en: 'data deleted', ja: 'データの削除' },
  'tenant-created': { en: 'tenant created', ja: 'テナントの作成' },
  'tenant-deleted': { en: 'tenant deleted', ja: 'テナントの削除' },
  impersonation: { en: 'acting as another user', ja: '他の利用者へのなりすまし操作' },
};
