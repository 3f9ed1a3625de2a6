/** The product behind the command line: disk, contract, rules and engine, put together. */
import { createRequire } from 'node:module';
import { builtinContract } from '../contract/load.ts';
import { clausesOf } from '../contract/query.ts';
import type { Contract } from '../contract/types.ts';
import { openFor, setUp } from '../host/open.ts';
import { pages } from '../rules/pages.generated.ts';
import { rules } from '../rules/registry.generated.ts';
import { assess } from './assess-product.ts';
import { baseline } from './baseline-product.ts';
import { check, ruleIds } from './check-product.ts';
import { conclude } from './conclude-product.ts';
import { facts } from './facts-product.ts';
import { init } from './init-product.ts';
import { policyPage } from './policy-page.ts';
import type { Product, RulePage } from './session.ts';
import { traceAt } from './trace-value.ts';

const VERSION: string = typeof CLAUSELINT_VERSION === 'string' ? CLAUSELINT_VERSION : '0.0.0-source';

function rulePages(): readonly RulePage[] {
  const contract = builtinContract('security-exhibit') as Contract;
  const own = rules.map((rule): RulePage => {
    const page = pages[rule.id];
    return {
      id: rule.id,
      title: rule.title,
      markdown: { en: page?.en ?? '', ja: page?.ja ?? page?.en ?? '' },
      clauses: clausesOf(contract, rule.obligation).map((one) => one.id),
    };
  });
  return [...own, policyPage];
}

export function product(): Product {
  return {
    version: VERSION,
    check,
    serve: async () => {
      // In a file of its own, so that no other command loads it.
      createRequire(import.meta.url)('./server.js');
    },
    baseline,
    facts,
    assess,
    conclude,
    init: init(VERSION),
    contract: ({ cwd, configFile }) => setUp(cwd, cwd, configFile, ruleIds),
    rulePages,
    trace: async (request) => {
      const opened = openFor({ cwd: request.cwd, paths: [request.file], configFile: request.configFile, ruleIds });
      return 'reason' in opened ? { ok: false, reason: opened.reason, remedy: opened.remedy } : traceAt(opened, request);
    },
  };
}
