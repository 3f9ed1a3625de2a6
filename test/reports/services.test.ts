/** What other programs read line by line or by schema: GitLab's report, GitHub's commands, and the JSON report itself. */
import Ajv from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { visible } from '../../cli/escape.ts';
import schema from '../../cli/reporters/report.schema.json' with { type: 'json' };
import { everyReport, fresh, jsonReport, reportText } from './read.ts';

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number; readonly end: number } };
}

/** The fields of GitLab's documentation (CI/CD, Code Quality, "Report format"). Paths are relative, without `./`. */
const gitlabSchema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', pattern: '^(?!\\.{0,2}/|[A-Za-z]:)' },
          lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
        },
      },
    },
  },
};

describe.each(everyReport)('json of %s (%s)', (name, locale) => {
  it('keeps to its schema, which allows nothing else', () => {
    const validate = new Ajv({ strict: true, allErrors: true }).compile(schema);
    validate(jsonReport(name, locale));
    expect(validate.errors).toBeNull();
  });
});

it('json held waivers, a baseline, evidence and files that were not analysed', () => {
  const report = jsonReport('lived', 'en');
  expect(report.waived.map(({ waiver }) => waiver.form).sort()).toEqual(['comment', 'config']);
  expect(new Set(report.findings.map(({ baseline }) => baseline))).toEqual(new Set(['new', 'unchanged']));
  expect(report.baseline?.absent.map(({ path, firstDetected }) => [path, firstDetected])).toEqual([['src/gone.ts', '2026-01-05']]);
  expect(new Set(report.evidence.map(({ is }) => is))).toEqual(new Set(['keeps', 'unknown']));
  expect(report.incomplete.map(({ reason }) => reason)).toEqual(['syntax', 'binary']);
});

it('json held hostile text as it stands in the sources, and in a form that no terminal obeys', () => {
  const report = jsonReport('hostile', 'en');
  const whats = report.findings.map(({ message }) => message.what.en).join(' ');
  for (const part of [']]>\u001b[31m<b onclick=x>&amp;"\u202e%0A::error::', 'weak-cipher]]><b>::error::##[error]'])
    expect(whats).toContain(part);
  expect(report.waived.map(({ waiver }) => waiver.owner)).toEqual(['\u202e<b>']);
  expect(
    report.tallies
      .flatMap(({ unknownWhy }) => unknownWhy)
      .map(({ why }) => why)
      .join(' '),
  ).toContain('\u001b[31m<b onclick=x>');
  expect(report.incomplete.map(({ path }) => path)).toEqual(['src/::warning file=x::%0A.ts']);
  expect(reportText('hostile', 'en', 'json')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
});

describe.each(everyReport)('gitlab of %s (%s)', (name, locale) => {
  const issues = (): Issue[] => JSON.parse(reportText(name, locale, 'gitlab')) as Issue[];

  it('has the fields that GitLab asks for, and fingerprints of their own', () => {
    const validate = new Ajv({ strict: true, allErrors: true }).compile(gitlabSchema);
    validate(issues());
    expect(validate.errors).toBeNull();
    expect(new Set(issues().map(({ fingerprint }) => fingerprint)).size).toBe(issues().length);
  });

  it('holds the findings, then what was not analysed', () => {
    const report = jsonReport(name, locale);
    expect(issues().map(({ check_name, location }) => [check_name, location.path, location.lines.begin])).toEqual([
      ...fresh(report).map(({ rule, place }) => [rule, place.path, place.startLine]),
      ...report.incomplete.map(({ reason, path, place }) => [`incomplete/${reason}`, path, place?.startLine ?? 1]),
    ]);
  });
});

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** A line as the runner of GitHub Actions reads it (`ActionCommand.TryParseV2`); undefined where it is no command. */
function commandIn(line: string): Command | undefined {
  const match = /^\s*::([^:\s]+)(?: (.*?))?::(.*)$/s.exec(line);
  if (match === null) return undefined;
  const [, name = '', properties = '', message = ''] = match;
  const plain = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  return {
    name,
    properties: Object.fromEntries(
      properties
        .split(',')
        .filter((one) => one.includes('='))
        .map((one): [string, string] => {
          const [key = '', ...value] = one.split('=');
          return [key.trim(), plain(value.join('=').replaceAll('%3A', ':').replaceAll('%2C', ','))];
        }),
    ),
    message: plain(message),
  };
}

/** What the older form of the command is known by, anywhere in a line. */
const OLD_COMMAND = /##\w*\[/;

describe.each(everyReport)('github of %s (%s)', (name, locale) => {
  it('is one command a finding, each with its place, and no other', () => {
    const report = jsonReport(name, locale);
    const lines = reportText(name, locale, 'github')
      .split(/\r\n|\r|\n/)
      .slice(0, -1);
    const commands = lines.map(commandIn);
    const all = [
      ...fresh(report).map(({ severity, place, message }) => ({ level: severity, path: place.path, what: message.what[locale] })),
      ...report.incomplete.map(({ path }) => ({ level: 'warning', path, what: '' })),
    ];
    // GitHub keeps so many of a level, and one notice is for saying so.
    const kept = (['error', 'warning', 'info'] as const).flatMap((level) =>
      all.filter((one) => one.level === level).slice(0, level === 'info' ? 9 : 10),
    );
    expect(commands).toHaveLength(kept.length + (kept.length < all.length ? 1 : 0));
    kept.forEach(({ level, path, what }, index) => {
      const command = commands[index];
      expect(command?.name).toBe(level === 'info' ? 'notice' : level);
      expect(command?.properties['file']).toBe(visible(path));
      expect(command?.message).toContain(visible(what));
    });
    if (kept.length < all.length) expect(commands.at(-1)).toMatchObject({ name: 'notice', properties: { title: 'Clauselint' } });
  });
});

describe.each(everyReport)('the log of %s (%s)', (name, locale) => {
  it.each(['stylish', 'compact', 'github', 'json', 'full.sarif', 'markdown', 'gitlab', 'junit', 'checkstyle', 'report.html'])(
    'holds no command that our text made (%s)',
    (file) => {
      for (const line of reportText(name, locale, file).split(/\r\n|\r|\n/)) {
        expect(line).not.toMatch(OLD_COMMAND);
        if (file !== 'github') expect(commandIn(line)).toBeUndefined();
      }
    },
  );
});
