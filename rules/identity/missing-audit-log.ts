/** Sign-ins and other important acts in a tenant leave a record in the audit log, on every path. */

import type { AuthEvent, Rule, Verdict } from '../../engine/rule/index.ts';
import { defineRule, fold } from '../../engine/rule/index.ts';

interface Missing {
  readonly event: string;
  readonly alsoSuccess: boolean;
  readonly onSomePath: boolean;
}

/** The acts as subjects of a sentence; the ids are those of the contract's term `audited-events`. */
const EVENTS: Readonly<Record<string, { readonly en: string; readonly ja: string }>> = {
  'sign-in-success': { en: 'A successful sign-in', ja: 'サインインの成功' },
  'sign-in-failure': { en: 'A failed sign-in', ja: 'サインインの失敗' },
  'sign-out': { en: 'A sign-out', ja: 'サインアウト' },
  'account-locked': { en: 'Locking an account', ja: 'アカウントのロック' },
  'account-unlocked': { en: 'Unlocking an account', ja: 'アカウントのロック解除' },
  'password-changed': { en: 'A password change', ja: 'パスワードの変更' },
  'password-reset': { en: 'A password reset', ja: 'パスワードの再設定' },
  'mfa-enrolled': { en: 'Enrolling a second factor', ja: '多要素認証の登録' },
  'mfa-removed': { en: 'Removing a second factor', ja: '多要素認証の解除' },
  'session-revoked': { en: 'Revoking a session', ja: 'セッションの失効' },
  'token-revoked': { en: 'Revoking a token', ja: 'トークンの失効' },
  'user-created': { en: 'Creating a user', ja: 'ユーザーの作成' },
  'user-deleted': { en: 'Deleting a user', ja: 'ユーザーの削除' },
  'role-changed': { en: 'A change of roles, permissions or members', ja: 'ロール、権限またはメンバーの変更' },
  'api-key-created': { en: 'Creating an API key', ja: 'API キーの作成' },
  'api-key-revoked': { en: 'Revoking an API key', ja: 'API キーの失効' },
  'sso-changed': { en: 'A change of single sign-on settings', ja: 'シングルサインオン設定の変更' },
  'tenant-settings-changed': { en: 'A change of tenant settings', ja: 'テナント設定の変更' },
  'data-exported': { en: 'An export of data', ja: 'データのエクスポート' },
  'data-deleted': { en: 'A deletion of data', ja: 'データの削除' },
  'tenant-created': { en: 'Creating a tenant', ja: 'テナントの作成' },
  'tenant-deleted': { en: 'Deleting a tenant', ja: 'テナントの削除' },
  impersonation: { en: 'Acting as another user', ja: '他の利用者へのなりすまし操作' },
};

function isAudited(event: AuthEvent, term: unknown): { readonly event: boolean; readonly also: boolean } {
  const list = Array.isArray(term) ? (term as readonly string[]) : [];
  return { event: list.includes(event.event), also: (event.also ?? []).some((one) => list.includes(one)) };
}

const rule: Rule<'authEvent', Missing> = defineRule<'authEvent', Missing>({
  id: 'missing-audit-log',
  obligation: 'audit-sign-in-and-activity',
  evidence: 'authEvent',
  title: { en: 'An audited event leaves no audit record', ja: '監査対象の操作が監査ログに記録されません' },
  cwe: [778, 223],
  judge(event, terms): Verdict<Missing> {
    const name = EVENTS[event.event] ?? { en: event.event, ja: event.event };
    return fold<'always' | 'sometimes' | 'never', Missing>(event.audited, (state) =>
      state === 'always'
        ? { is: 'keeps', note: { en: `${name.en} leaves an audit record`, ja: `${name.ja}は監査ログに記録されます` } }
        : {
            is: 'breaks',
            found: { event: event.event, alsoSuccess: isAudited(event, terms['audited-events']).also, onSomePath: state === 'sometimes' },
          },
    );
  },
  /** An event that the contract's list leaves out is not judged. */
  conclude: (judged, terms) =>
    judged.filter(({ evidence }) => {
      const audited = isAudited(evidence, terms['audited-events']);
      return audited.event || audited.also;
    }),
  say: {
    en: (found, event) => {
      const name = EVENTS[found.event]?.en ?? found.event;
      const subject = found.alsoSuccess
        ? 'Neither a failed nor a successful sign-in leaves an audit record'
        : found.onSomePath
          ? `${name} leaves no audit record on one of its paths`
          : `${name} leaves no audit record`;
      return {
        what: `${subject} (${event.act}).${event.noSink ? ' No audit log was found in this project.' : ''}`,
        why: 'Sign-in events and other important activity in a tenant must stay traceable: who did what, when and from where. Application logs, metrics and e-mails do not count as an audit log.',
        todo: event.noSink
          ? 'Write a record (who, what, whom, when, from where) to an audit store at this point. If the project has an audit log that was not recognised, name its function under "auditSinks" in clauselint.jsonc, e.g. "src/lib/audit.ts#record".'
          : 'Call the project\'s audit log here, on every path from the act to the answer. If a function that was not recognised writes the record, name it under "auditSinks" in clauselint.jsonc.',
      };
    },
    ja: (found, event) => {
      const name = EVENTS[found.event]?.ja ?? found.event;
      const subject = found.alsoSuccess
        ? 'サインインの成功も失敗も監査ログに記録されません'
        : found.onSomePath
          ? `${name}が、一部の経路で監査ログに記録されません`
          : `${name}が監査ログに記録されません`;
      return {
        what: `${subject}（${event.act}）。${event.noSink ? 'このプロジェクトには監査ログが見つかりません。' : ''}`,
        why: 'サインインに関わる出来事とテナント内の重要な操作は、誰が、いつ、どこから、何をしたかを後から追跡できなければなりません。アプリケーションログ、メトリクス、メール通知は監査ログとはみなしません。',
        todo: event.noSink
          ? 'この箇所で、監査用の保存先に記録（操作者、操作、対象、日時、接続元）を書き込んでください。認識されていない監査ログがある場合は、その関数を clauselint.jsonc の "auditSinks" に指定してください（例: "src/lib/audit.ts#record"）。'
          : '操作から応答までのすべての経路で、プロジェクトの監査ログを呼び出してください。記録を書き込む関数が認識されていない場合は、clauselint.jsonc の "auditSinks" に指定してください。',
      };
    },
  },
});

export default rule;
