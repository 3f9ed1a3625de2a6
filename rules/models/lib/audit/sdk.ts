/** Identity services and session layers whose calls carry out audited events by themselves. */
import type { Module } from '../../../../engine/rule/index.ts';
import type { Step } from './chain.ts';
import { nameOf } from './chain.ts';
import { fieldsOf } from './fields.ts';
import { isPasswordField, joined } from './names.ts';

const COMMANDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    AdminDeleteUserCommand: 'user-deleted',
    DeleteUserCommand: 'user-deleted',
    AdminCreateUserCommand: 'user-created',
    AdminSetUserPasswordCommand: 'password-changed',
    AdminResetUserPasswordCommand: 'password-reset',
    AdminAddUserToGroupCommand: 'role-changed',
    AdminRemoveUserFromGroupCommand: 'role-changed',
    AdminUserGlobalSignOutCommand: 'session-revoked',
    ChangePasswordCommand: 'password-changed',
    ConfirmForgotPasswordCommand: 'password-reset',
    AdminSetUserMFAPreferenceCommand: 'mfa-enrolled',
  }),
);

const METHOD =
  /^(destroy|logout|logOut|deleteUser|createUser|updateUser|updateUserById|setCustomUserClaims|revokeRefreshTokens|send|deleteUsers|revokeSession|updateUserMetadata|delete)$/;

/** Whether a call by that name may be one of theirs. */
export function sdkMethod(name: string): boolean {
  return METHOD.test(name);
}

/** `req.session.destroy()`, `admin.auth().deleteUser(uid)`, `supabase.auth.admin.deleteUser(id)`, `cognito.send(new AdminDeleteUserCommand(…))`. */
export function sdkEvent(m: Module, chain: readonly Step[]): string | undefined {
  const last = chain.at(-1);
  if (!last || last.call === undefined) return undefined;
  const index = lastCalled(chain);
  const step = chain[index];
  if (!step) return undefined;
  const receiver = chain.slice(0, index).map((one) => joined(one.name));
  const root = receiver[0] ?? '';
  if (step.name === 'destroy' && receiver.at(-1) === 'session' && /^(req|request|ctx|context|r|httprequest)$/.test(root)) return 'sign-out';
  if ((step.name === 'logout' || step.name === 'logOut') && receiver.length === 1 && /^(req|request|ctx|context)$/.test(root))
    return 'sign-out';
  if (step.name === 'send' && step.args[0] !== undefined) return COMMANDS.get(nameOf(m, step.args[0]));
  const service =
    receiver.some((one) => /(auth|firebase|clerk|admin|supabase)/.test(one)) &&
    receiver.some((one) => /^(.*auth|getauth|users|admin|clerkclient)$/.test(one)) &&
    !receiver.some((one) => /service$/.test(one));
  if (!service) return undefined;
  const onUsers =
    receiver.some((one) => /(firebase|clerk|supabase)/.test(one)) || receiver.includes('auth') || receiver.includes('getauth');
  if (!onUsers) return undefined;
  switch (step.name) {
    case 'deleteUser':
    case 'deleteUsers':
      return 'user-deleted';
    case 'createUser':
      return 'user-created';
    case 'setCustomUserClaims':
      return 'role-changed';
    case 'revokeRefreshTokens':
      return 'session-revoked';
    case 'updateUser':
    case 'updateUserById':
      return step.args.flatMap((one) => fieldsOf(m, one).list).some((one) => isPasswordField(one.name)) ? 'password-changed' : undefined;
    default:
      return undefined;
  }
}

function lastCalled(chain: readonly Step[]): number {
  for (let i = chain.length - 1; i > 0; i -= 1) if (chain[i]?.call !== undefined && METHOD.test(chain[i]?.name ?? '')) return i;
  return -1;
}
