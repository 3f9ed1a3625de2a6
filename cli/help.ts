/** The help pages, made from the table of options. */
import { type CommandName, commands, options } from './options.ts';
import type { Screen } from './screen.ts';
import type { Key } from './text.ts';
import { padEnd, width } from './width.ts';
import { wrap } from './wrap.ts';

const argument: Readonly<Record<CommandName, Key | undefined>> = {
  check: 'help.arg.paths',
  baseline: 'help.arg.paths',
  explain: 'help.arg.subject',
  trace: 'help.arg.place',
  init: undefined,
  facts: 'help.arg.paths',
  assess: 'help.arg.paths',
  conclude: 'help.arg.assessed',
  lsp: undefined,
};
const summary: Readonly<Record<CommandName, Key>> = {
  check: 'help.check',
  baseline: 'help.baseline',
  explain: 'help.explain',
  trace: 'help.trace',
  init: 'help.init',
  facts: 'help.facts',
  assess: 'help.assess',
  conclude: 'help.conclude',
  lsp: 'help.lsp',
};
const examples: Readonly<Record<CommandName, readonly string[]>> = {
  check: [
    'clauselint check',
    'clauselint check src infra --max-warnings 0',
    'clauselint check --staged',
    'clauselint check --format stylish --format sarif:clauselint.sarif',
  ],
  baseline: ['clauselint baseline', 'clauselint baseline --prune'],
  explain: ['clauselint explain tls-min-version', 'clauselint explain 3.E'],
  trace: ['clauselint trace src/server.ts:12:5'],
  init: ['clauselint init --dry-run', 'clauselint init --hook husky --ci github'],
  facts: ['clauselint facts . --output .clauselint/facts'],
  assess: ['clauselint assess --facts "packages/*/.clauselint/facts" -o all.assessed'],
  conclude: ['clauselint conclude all.assessed', 'clauselint conclude "*.assessed" --format sarif:clauselint.sarif'],
  lsp: ['clauselint lsp --stdio'],
};

export function helpText(topic: CommandName | undefined, version: string, screen: Screen): string {
  const { say, paint } = screen;
  const lines: string[] = [];
  const heading = (key: Key): void => void lines.push('', paint.bold(say(key)));
  lines.push(topic === undefined ? `${paint.bold('Clauselint')} ${version}` : `${paint.bold(`clauselint ${topic}`)}`);
  lines.push(...wrap(say(topic === undefined ? 'help.tagline' : summary[topic]), screen.columns));
  heading('help.usage');
  for (const name of topic === undefined ? commands : [topic]) lines.push(`  ${usage(name, screen)}`);
  if (topic === undefined) {
    heading('help.commands');
    lines.push(
      ...table(
        commands.map((name) => [name, say(summary[name])]),
        screen,
      ),
    );
  }
  heading('help.options');
  const known = options.filter((option) => topic === undefined || option.commands.includes(topic));
  lines.push(
    ...table(
      known.map((option) => {
        const short = option.short === undefined ? '    ' : `-${option.short}, `;
        return [`${short}--${option.name}${option.value === undefined ? '' : ` ${option.value}`}`, say(option.help)];
      }),
      screen,
    ),
  );
  if (topic === undefined || topic === 'check' || topic === 'conclude') {
    heading('help.exitCodes');
    lines.push(
      ...table(
        [
          ['0', say('help.exit.0')],
          ['1', say('help.exit.1')],
          ['2', say('help.exit.2')],
        ],
        screen,
      ),
    );
  }
  heading('help.examples');
  for (const name of topic === undefined ? commands : [topic]) lines.push(...examples[name].map((example) => `  ${example}`));
  if (topic === undefined) lines.push('', say('help.more'));
  return `${lines.join('\n')}\n`;
}

function usage(name: CommandName, { say }: Screen): string {
  const key = argument[name];
  if (key === undefined) return `clauselint ${name}${name === 'lsp' ? ' --stdio' : ''}`;
  const what = say(key);
  if (key === 'help.arg.assessed') return `clauselint ${name} <${what}...>`;
  return `clauselint ${name} ${key === 'help.arg.paths' ? `[${what}...]` : `<${what}>`}${name === 'facts' || name === 'assess' ? ' --output FILE' : ''}`;
}

function table(rows: readonly (readonly [string, string])[], { paint, columns }: Screen): readonly string[] {
  const left = Math.max(...rows.map(([name]) => width(name)));
  return rows.flatMap(([name, text]) => {
    const [first = '', ...more] = wrap(text, Math.max(24, columns - left - 4));
    return [`  ${paint.cyan(padEnd(name, left))}  ${first}`, ...more.map((line) => `${' '.repeat(left + 4)}${line}`)];
  });
}
