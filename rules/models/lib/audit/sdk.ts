/** Identity services and session layers whose calls carry out audited events by themselves. */
import type { ExprId, Module } from '../../../../engine/rule/index.ts';
import type { Step } from './chain.ts';
import { initialOf, nameOf } from './chain.ts';
import { fieldsOf } from './fields.ts';
import { fnName, routeName } from './functions.ts';
import { isPasswordField, isRoleField, joined } from './names.ts';

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
  /^(destroy|logout|logOut|deleteUser|createUser|updateUser|updateUserById|setCustomUserClaims|revokeRefreshTokens|send|deleteUsers|revokeSession|updateUserMetadata|delete|signOut|clearCookie|deleteCookie|cookie|set|sign|signAsync|signToken|createSession|createToken|generateTokens?|generateAccessToken|issueTokens?)$/;

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
  if (endsByCookie(m, chain, index)) return 'sign-out';
  if (ISSUES.test(step.name)) return runsIn(m, step, IMPERSONATES) ? 'impersonation' : undefined;
  const receiver = receiverNames(m, chain.slice(0, index));
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
    case 'signOut':
      return receiver.some((one) => /supabase/.test(one)) ? 'sign-out' : undefined;
    case 'updateUserMetadata':
      return step.args.flatMap((one) => fieldsOf(m, one).list).some((one) => isRoleField(one.name)) ? 'role-changed' : undefined;
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

/** A client that was asked for goes by the name of what gave it: `const client = await clerkClient()`. */
function receiverNames(m: Module, steps: readonly Step[]): string[] {
  const names = steps.map((one) => joined(one.name));
  const first = steps[0];
  const init = first && m.expr(first.e).k === 'ref' ? initialOf(m, first.e) : undefined;
  if (init !== undefined && m.expr(init).k === 'call' && /^(get)?(clerk|supabase|firebase)/i.test(nameOf(m, init)))
    names.unshift(joined(nameOf(m, init)));
  return names;
}

const ISSUES = /^(sign|signAsync|signToken|createSession|createToken|generateTokens?|generateAccessToken|issueTokens?)$/;
const IMPERSONATES = /^(start|begin|create|do|admin)?(impersonat|loginas|signinas|masquerade|actas)/;
const SIGNS_OUT = /(logout|signout|logoff|signoff)/;

/** A sign-out that does no more than take the token's cookie away: `res.clearCookie('token')` in `logout`. */
function endsByCookie(m: Module, chain: readonly Step[], index: number): boolean {
  const step = chain[index] as Step;
  const cookies = /^cookie(s|store|jar)?$/.test(joined(chain[index - 1]?.name ?? ''));
  const clears =
    /^(clearCookie|deleteCookie)$/.test(step.name) ||
    (cookies && step.name === 'delete') ||
    (((step.name === 'cookie' && index > 0) || (cookies && step.name === 'set')) &&
      step.args.length >= 2 &&
      isEmpty(m, step.args[1] as ExprId));
  if (!clears) return false;
  return runsIn(m, step, SIGNS_OUT);
}

/** Whether a function around a step, or the route it answers, goes by such a name. */
function runsIn(m: Module, step: Step, named: RegExp): boolean {
  for (let f = m.ownerOf(step.e); f !== 0; f = m.fn(f).parent)
    if (named.test(joined(fnName(m, f))) || named.test(joined(routeName(m, f)))) return true;
  return false;
}

/** The value of a cookie that is to be forgotten. */
function isEmpty(m: Module, e: ExprId): boolean {
  const expr = m.expr(e);
  return expr.k === 'lit' && typeof expr.v === 'string' && /^(|none|deleted|expired|null|logged ?out)$/i.test(expr.v);
}

function lastCalled(chain: readonly Step[]): number {
  for (let i = chain.length - 1; i >= 0; i -= 1) if (chain[i]?.call !== undefined && METHOD.test(chain[i]?.name ?? '')) return i;
  return -1;
}
