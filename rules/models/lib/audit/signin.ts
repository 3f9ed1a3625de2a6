/** Sign-ins: where credentials are checked for somebody who wants in, and whether success and failure leave a record. */

import type { ExprId, FnId, Module, Query, Ref, Sketch, Stmt } from '../../../../engine/rule/index.ts';
import { blocksOf, expressionsIn, expressionsOf, expressionsWithin, outcomeOf } from '../../../../engine/rule/index.ts';
import { nameOf } from './chain.ts';
import type { Check, Checks } from './checks.ts';
import type { Coverage } from './coverage.ts';
import { fnName, homeOf, routeName, wordsAround } from './functions.ts';
import { isPasswordField, joined } from './names.ts';
import type { Sinks } from './sinks.ts';
import type { Surround } from './surround.ts';
import { readWrite } from './writes.ts';

export interface SignIn {
  readonly event: 'sign-in-failure' | 'sign-in-success';
  readonly state: 'always' | 'never' | 'unknown';
  /** The failure's exit, or the call that completes the sign-in. */
  readonly at: Ref;
  readonly check: ExprId;
  readonly by?: Ref;
  /** Success leaves no record either. */
  readonly neither?: true;
}

const SIGN_IN =
  /(login|signin|logon|authenticat|authorize|authlocal|localauth|localstrategy|passportlocal|strategies|validateuser|credential|createtoken|createsession|issuetoken|grant|obtaintoken|gettoken)/;
const AGAIN =
  /(change|update|reset|edit|set|forgot|new)(my|own|user|account|admin|the)?(password|pwd|pass|email|username)|(delete|remove|close|deactivate)(my|own|the)?(account|user|profile|me)|reauth|sudo|confirmpassword|disable|enable|unlink|twofactor|2fa|mfa|otp|regenerate|backupcode|recovery|encrypt|export|changeemail|register|signup|share|document|link|sharing|public/;
const ISSUES =
  /^(sign|signasync|signtoken|createtoken|createtokens|generatetoken|generatetokens|generateaccesstoken|generatejwt|createsession|createusersession|issuetoken|issuetokens|login|logon|createjwt|signjwt|generateauthtoken|createaccesstoken|generatejwttoken|sendtoken|sendtokenresponse|setcookie|authorize|getsignedjwttoken|createauthtoken|gettokens|startsession|newsession|regenerate|establishsession|onsuccess)$/;

export class SignIns {
  private readonly q: Query;
  private readonly sinks: Sinks;
  private readonly checks: Checks;
  private readonly coverage: Coverage;
  private readonly surround: Surround;

  constructor(q: Query, sinks: Sinks, checks: Checks, coverage: Coverage, surround: Surround) {
    this.q = q;
    this.sinks = sinks;
    this.checks = checks;
    this.coverage = coverage;
    this.surround = surround;
  }

  *all(sketches: readonly Sketch<{ readonly checks?: readonly ExprId[] }>[]): Generator<void, SignIn[]> {
    const out: SignIn[] = [];
    for (const { m, v } of sketches) {
      if (!v.checks) continue;
      yield;
      const homes = new Set<FnId>();
      for (const e of v.checks) if (this.checks.isCheck(m, e)) homes.add(homeOf(m, m.ownerOf(e)));
      for (const f of [...homes].sort((a, b) => a - b)) {
        if (f === 0 || !this.isSignIn(m, f)) continue;
        const checks = this.checks.of(m, f).filter((one) => one.failed.length > 0);
        const check = checks.at(-1);
        if (check) out.push(...this.judge(m, f, check));
      }
    }
    return out;
  }

  private isSignIn(m: Module, f: FnId): boolean {
    const names: string[] = [];
    for (let at = f; at !== 0; at = m.fn(at).parent) names.push(fnName(m, at), routeName(m, at));
    const own = names.map(joined).join(' ');
    if (AGAIN.test(own)) return false;
    const all = expressionsWithin(m, m.fn(f).body);
    if (all.some((e) => /^(current|old|existing)_?(user)?(pass|pwd)/i.test(nameOf(m, e)))) return false;
    if (!/(login|signin|authenticate)/.test(own) && all.some((e) => readWrite(m, e)?.fields.some((one) => isPasswordField(one.name))))
      return false;
    const issues = all.some((e) => {
      const expr = m.expr(e);
      return expr.k === 'call' && !this.checks.isCheck(m, e) && ISSUES.test(joined(nameOf(m, expr.c)));
    });
    const around = wordsAround(m, f);
    if (AGAIN.test(around.replace(own, '')) && !SIGN_IN.test(own) && !issues) return false;
    if (SIGN_IN.test(own) || issues) return true;
    return (
      /^(validate|verify|check|compare|process|handle|execute|run|post|create|store|index|)$/.test(own.trim()) &&
      (SIGN_IN.test(around) || /(^| )auth(service|controller|strategy|handler|usecase)?( |$)/.test(around))
    );
  }

  private judge(m: Module, f: FnId, check: Check): SignIn[] {
    const leaving = exitsIn(check.failed);
    const last = leaving.at(-1);
    const place = last?.at ?? lastCall(m, check.failed);
    if (place === undefined) return [];
    // A refusal handed back as nothing is answered by who asked.
    if (last && handsBack(m, last) && this.coverage.callers(m, f).some((site) => this.answers(site))) return [];
    const failure = this.failure(m, f, check, leaving);
    const success = this.success(m, f, check);
    const outer = this.outer(m, f);
    const at = this.q.ref(m, place);
    const judged = (state: SignIn['state']): SignIn['state'] => (state === 'never' ? outer : state);
    const out: SignIn[] = [];
    const failed = judged(failure);
    const succeeded = success ? judged(success.state) : undefined;
    out.push({
      event: 'sign-in-failure',
      state: failed,
      at,
      check: check.e,
      ...(failed === 'never' && succeeded === 'never' && { neither: true as const }),
    });
    if (success && succeeded && !(failed === 'never' && succeeded === 'never'))
      out.push({ event: 'sign-in-success', state: succeeded, at: success.at, check: check.e });
    return out;
  }

  /** Whether the caller branches on what it was answered. */
  private answers(site: Ref): boolean {
    const home = homeOf(site.m, site.m.ownerOf(site.e));
    return this.checks.of(site.m, home).some((one) => one.e === site.e && one.failed.length > 0);
  }

  private failure(m: Module, f: FnId, check: Check, leaving: readonly Leaving[]): SignIn['state'] {
    const calls = expressionsWithin(m, check.failed).filter((e) => m.expr(e).k === 'call' || m.expr(e).k === 'new');
    const effects = calls.map((e) => this.sinks.effect(m, e));
    if (effects.includes('always') && leaving.length <= 1) return 'always';
    if (effects.some((one) => one !== 'nothing')) return effects.includes('always') ? this.exits(m, f, leaving) : 'unknown';
    return this.exits(m, f, leaving);
  }

  /** What has been recorded by the time the failure leaves. */
  private exits(m: Module, f: FnId, leaving: readonly Leaving[]): SignIn['state'] {
    const exits = this.sinks.flow(m).run(f);
    const of = exits.filter((exit) => exit.at !== undefined && leaving.some((one) => one.at === exit.at));
    const marker = leaving.map((one) => one.mark(m)).filter((one) => one !== undefined);
    if (of.length === 0) {
      if (marker.length === 0) return 'never';
      const outcome = outcomeOf(this.sinks.flow(m, new Set(marker)).run(f));
      return outcome.recorded === 'always'
        ? 'always'
        : outcome.recorded === 'never'
          ? 'never'
          : outcome.recorded === 'absent'
            ? 'never'
            : 'unknown';
    }
    const without = of.filter((exit) => outcomeOf([{ ...exit, states: shifted(exit.states) }]).recorded === 'never');
    if (without.length > 0) return 'never';
    return of.every((exit) => outcomeOf([{ ...exit, states: shifted(exit.states) }]).recorded === 'always') ? 'always' : 'unknown';
  }

  private success(m: Module, f: FnId, check: Check): { state: SignIn['state']; at: Ref } | undefined {
    const failing = new Set(exitsIn(check.failed).map((one) => one.at));
    if (m.expr(check.e).k !== 'call') return undefined;
    const after = m.span(check.e).end;
    const issued = m.facts.calls.find((e) => {
      const expr = m.expr(e);
      return (
        expr.k === 'call' &&
        m.span(e).start > after &&
        homeOf(m, m.ownerOf(e)) === f &&
        !this.checks.isCheck(m, e) &&
        ISSUES.test(joined(nameOf(m, expr.c)))
      );
    });
    if (issued === undefined) return undefined; // who asked completes the sign-in, or the framework does
    const exits = this.sinks
      .flow(m, new Set([check.e]))
      .run(f)
      .filter((exit) => exit.kind !== 'throw' && !(exit.at !== undefined && failing.has(exit.at)));
    const outcome = outcomeOf(exits);
    const state =
      outcome.recorded === 'always'
        ? 'always'
        : outcome.recorded === 'never'
          ? 'never'
          : outcome.recorded === 'absent'
            ? undefined
            : 'unknown';
    return state && { state, at: this.q.ref(m, issued) };
  }

  /** Who calls, wraps or routes the sign-in may record its outcome. */
  private outer(m: Module, f: FnId): 'always' | 'never' | 'unknown' {
    const around = this.surround.of(m, f);
    if (around.records !== 'nothing') return around.records;
    const seen = new Set<string>();
    const asks = (at: Module, fn: FnId, depth: number): boolean => {
      if (depth > 2 || seen.has(`${at.id}.${fn}`)) return false;
      seen.add(`${at.id}.${fn}`);
      return this.coverage.callers(at, fn).some((site) => {
        const home = homeOf(site.m, site.m.ownerOf(site.e));
        if (home === 0) return false;
        return this.surround.of(site.m, home).records !== 'nothing' || this.recordsBeside(site, home) || asks(site.m, home, depth + 1);
      });
    };
    return asks(m, f, 0) ? 'unknown' : 'never';
  }

  private recordsBeside(site: Ref, home: FnId): boolean {
    return site.m.facts.calls.some(
      (e) => homeOf(site.m, site.m.ownerOf(e)) === home && e !== site.e && this.sinks.effect(site.m, e) !== 'nothing',
    );
  }
}

interface Leaving {
  readonly at: ExprId;
  readonly value: ExprId | undefined;
  mark(m: Module): ExprId | undefined;
}

/** The statements that leave, in order; not those of functions written in place. */
function exitsIn(body: readonly Stmt[]): Leaving[] {
  return body.flatMap((stmt): Leaving[] => {
    if (stmt.k === 'ret' || stmt.k === 'throw') {
      const value = stmt.e;
      return [
        {
          at: stmt.at,
          value,
          mark: (m) =>
            value === undefined
              ? undefined
              : expressionsIn(m, [{ k: 'e', e: value }]).findLast((e) => m.expr(e).k === 'call' || m.expr(e).k === 'new'),
        },
      ];
    }
    return blocksOf(stmt).flatMap((inner) => exitsIn(inner));
  });
}

/** The last call of statements that fall through, such as an answer sent without `return`. */
function lastCall(m: Module, body: readonly Stmt[]): ExprId | undefined {
  const all = (stmts: readonly Stmt[]): readonly ExprId[] =>
    stmts.flatMap((stmt) => [...expressionsOf(stmt), ...blocksOf(stmt).flatMap(all)]);
  const calls = all(body)
    .flatMap((e) => expressionsIn(m, [{ k: 'e', e }]))
    .filter((e) => m.expr(e).k === 'call');
  return (
    calls.findLast((e) =>
      /^(send|json|status|sendstatus|end|done|callback|cb|next|reject|redirect|fail|render)$/.test(
        joined(nameOf(m, (m.expr(e) as { c: ExprId }).c)),
      ),
    ) ?? calls.at(-1)
  );
}

function handsBack(m: Module, { value }: Leaving): boolean {
  if (value === undefined) return true;
  const expr = m.expr(value);
  if (expr.k === 'undef') return true;
  if (expr.k === 'lit') return expr.v === null || expr.v === false || typeof expr.v === 'string';
  return (
    expr.k === 'bin' ||
    expr.k === 'await' ||
    expr.k === 'ref' ||
    expr.k === 'obj' ||
    (expr.k === 'call' && /^(compare|compareSync|verify)$/.test(nameOf(m, expr.c)))
  );
}

/** The same states, taken as if the event had happened: all paths through this exit are failures. */
function shifted(states: number): number {
  let out = 0;
  for (let s = 0; s < 8; s += 1) if (states & (1 << s)) out |= 1 << (s | 1);
  return out;
}
