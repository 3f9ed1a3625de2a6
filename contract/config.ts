/** Text of `clauselint.jsonc` → what the project says about itself, or what is wrong with it. Data only: nothing of it is executed. */
import { parseDocument } from './document.ts';
import { unknownRule } from './messages.ts';
import { array, matching, object, oneOf, optional, record, required, type Shape, text, toggle, words } from './shape.ts';
import { nearest } from './similar.ts';
import type { WordPattern } from './term-kinds.ts';
import { termShape } from './term-shape.ts';
import type { DataProblem, ProjectConfig } from './types.ts';
import { configWaiver } from './waiver.ts';

const SINK: WordPattern = {
  regex: '^([^\\s#]+#[^\\s#]+|[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)+)$',
  says: {
    en: 'an audit sink, such as "src/lib/audit.ts#record", "@acme/audit#write" or "AuditService.log"',
    ja: '"src/lib/audit.ts#record"、"@acme/audit#write"、"AuditService.log" のような監査ログの出力先',
  },
};
const WORD: WordPattern = {
  regex: '^\\S+$',
  says: { en: 'a name without spaces', ja: '空白を含まない名前' },
};
const REGION: WordPattern = {
  regex: '^[a-z][a-z0-9]*:[a-z0-9-]+$',
  says: { en: 'a provider and a region, such as "aws:us-east-1"', ja: '"aws:us-east-1" のような、クラウドとリージョンの組' },
};

const judged: Shape<'leave-out' | 'check'> = oneOf(['leave-out', 'check']);

interface RuleSwitch {
  readonly off: boolean;
  readonly reason: string;
}

type ConfigFile = Omit<ProjectConfig, 'rulesOff'> & {
  readonly $schema: string;
  readonly rules: Readonly<Record<string, RuleSwitch>>;
};

/** What holds for a project without a configuration file. */
export function defaultConfig(): ProjectConfig {
  return {
    contract: 'security-exhibit',
    terms: {},
    auditSinks: [],
    tenantKey: undefined,
    subprocessors: [],
    assumedDeployRegion: undefined,
    ignore: [],
    testFiles: [],
    tests: 'leave-out',
    generated: 'leave-out',
    rulesOff: {},
    waivers: [],
  };
}

function configFile(knownRules: readonly string[] | undefined): Shape<ConfigFile> {
  const base = defaultConfig();
  const ruleSwitch = object<RuleSwitch>({ off: required(toggle()), reason: required(text()) });
  return object<ConfigFile>({
    $schema: optional(text(), ''),
    contract: optional(text(), base.contract),
    terms: optional(record(termShape), base.terms),
    auditSinks: optional(words(matching(SINK)), base.auditSinks),
    tenantKey: optional<string | undefined>(matching(WORD), base.tenantKey),
    subprocessors: optional(words(matching(WORD)), base.subprocessors),
    assumedDeployRegion: optional<string | undefined>(matching(REGION), base.assumedDeployRegion),
    ignore: optional(words(text()), base.ignore),
    testFiles: optional(words(text()), base.testFiles),
    tests: optional(judged, base.tests),
    generated: optional(judged, base.generated),
    rules: optional(
      record((id) => (knownRules === undefined || knownRules.includes(id) ? ruleSwitch : unknownRule(id, nearest(id, knownRules)))),
      {},
    ),
    waivers: optional(array(configWaiver), base.waivers),
  });
}

/**
 * Reads a configuration. `file` is the name that problems carry. With `knownRules`, a rule id outside it is a problem: a misspelt
 * id would otherwise leave a rule on without a word.
 */
export function loadConfig(
  text: string,
  file: string,
  knownRules?: readonly string[],
): { readonly config: ProjectConfig } | { readonly problems: readonly DataProblem[] } {
  const { root, problems } = parseDocument(text, file);
  const read = root === undefined ? undefined : configFile(knownRules)(root, '', problems);
  const found = problems.list();
  if (read === undefined || found.length > 0) return { problems: found };
  const { $schema: _, rules, ...rest } = read.value;
  const off = Object.entries(rules).filter(([, rule]) => rule.off);
  return { config: { ...rest, rulesOff: Object.fromEntries(off.map(([id, rule]) => [id, rule.reason])) } };
}
