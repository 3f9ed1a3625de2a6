/** Contract files: a second contract loads, and each mistake is found at its place, in both languages. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../contract/config.ts';
import { loadContract } from '../../contract/load.ts';
import type { Contract, DataProblem } from '../../contract/types.ts';
import { KANA, lines, tinyText } from './support.ts';

function problemsOf(text: string): readonly DataProblem[] {
  const loaded = loadContract(text, 'acme.contract.json');
  return 'problems' in loaded ? loaded.problems : [];
}

function good(text: string): Contract {
  const loaded = loadContract(text, 'acme.contract.json');
  if ('problems' in loaded) throw new Error(lines(loaded.problems).join('\n'));
  return loaded.contract;
}

/** The tiny contract with one passage replaced; fails when the passage is not there. */
function tiny(passage: string, replacement: string): string {
  expect(tinyText).toContain(passage);
  return tinyText.replace(passage, () => replacement);
}

/** One obligation on one line, in a contract on four. */
function withObligation(json: string): string {
  const words = '"title": { "en": "t", "ja": "題" }, "summary": { "en": "s", "ja": "文" }, "stride": []';
  return `{ "id": "x", "version": "1", "title": { "en": "t", "ja": "題" }, "clauses": [\n{ "id": "1", ${words}, "obligations": [\n${json}\n] }] }`;
}

describe('a contract of another customer', () => {
  test('loads with its own numbers and figures', () => {
    const contract = good(tinyText);
    expect(contract.clauses.map((clause) => clause.id)).toEqual(['A-7', 'B-1']);
    expect(Object.keys(contract)).toEqual(['id', 'version', 'title', 'clauses']);
    expect(contract.clauses.map((clause) => clause.obligations)).toEqual([
      [
        {
          id: 'encrypt-at-rest',
          rules: ['weak-cipher'],
          shownBy: ['code'],
          broken: 'warning',
          unproved: 'info',
          terms: { 'cipher-key-bits': { value: 128 } },
        },
      ],
      [
        {
          id: 'logs-in-approved-regions',
          rules: ['non-us-log-storage'],
          shownBy: ['code'],
          broken: 'error',
          unproved: 'none',
          terms: { 'log-countries': { value: ['JP'], sourceFigure: 'stated' } },
        },
      ],
    ]);
  });

  test('may have comments, trailing commas, a byte order mark and other line ends', () => {
    const decorated = `\uFEFF// ours\n${tinyText.replace('"id": "tiny",', '"id": "tiny", /* ours */')}`.replaceAll('] }', '], }');
    expect(good(decorated.replaceAll('\n', '\r\n'))).toEqual(good(tinyText));
  });

  test('may repeat an obligation that it describes alike', () => {
    const again = withObligation(
      '{ "id": "a", "rules": ["r", "s"], "shownBy": ["code"], "broken": "info", "terms": { "rpo-hours": 4 } }',
    ).replace(/(\{ "id": "1".*\n)(.*)(\n\] \})/s, '$1$2$3, $1$2$3');
    const changed = again.replace(/"id": "1"(?![\s\S]*"id": "1")/, '"id": "2"').replace('["r", "s"]', '["s", "r"]');
    expect(good(changed).clauses.map((clause) => clause.id)).toEqual(['1', '2']);
  });
});

describe('syntax errors', () => {
  test.each([
    ['', '1:1 The file is empty. / Write an object, at the least {}, or remove the file.'],
    [' \n// nothing yet\n', '1:1 The file is empty. / Write an object, at the least {}, or remove the file.'],
    ['{\n  "id": "x"', '2:12 An object is not closed. / Add the missing "}".'],
    ['{ "id": ["x" }', '1:14 A list is not closed. / Add the missing "]".'],
    ['[{ "id": "x" ]', '1:14 An object is not closed. / Add the missing "}".'],
    ['{ "id": ["x"', '1:13 A list is not closed. / Add the missing "]".'],
    ['{ "id": tru }', '1:9 This word is not JSON. / Put names and texts in double quotes; bare words are only true, false and null.'],
    ['{ "id": "x",, }', '1:13 A key is missing here. / Put names and texts in double quotes; bare words are only true, false and null.'],
    ['{\r\n\t"id": "x"\r\n\t"version": "1"\r\n}', '3:2 A comma is missing before this. / Put "," after the entry before.'],
    ['{ "id" "x" }', '1:8 A colon is missing before this. / Put ":" between the key and its value.'],
    ['{ "id": }', '1:9 A value is missing here. / Add the value, or remove the key and its comma.'],
    ["{ 'id': 1 }", '1:3 This word is not JSON. / Put names and texts in double quotes; bare words are only true, false and null.'],
    ['{} {}', '1:4 Something follows the end of the object. / Remove what follows the last "}".'],
    ['{ "id": "x\n" }', '1:9 A text is not closed on its line. / Add the missing quote; write a line break as \\n.'],
    ['{} /* x', '1:4 A comment is not closed. / Add the missing "*/".'],
    [
      '{ "id": "\\x" }',
      '1:9 A character or escape in this text is not JSON. / Use \\\\ for a backslash and \\uXXXX for a control character.',
    ],
    ['{ "💡": 1e }', '1:9 This number is not JSON. / Write it in plain decimal, such as 30 or 1.5.'],
  ])('%j', (text, expected) => {
    expect(lines(problemsOf(text))).toEqual([expected]);
  });

  test('a line ends where an editor ends it', () => {
    expect(problemsOf('{\r"a\u2028": 1,\n\r\n x }')[0]).toMatchObject({ line: 4, column: 2 });
  });

  test('nesting without end is an answer, not an overflow', () => {
    expect(lines(problemsOf(`{ "id": ${'['.repeat(100_000)}`))).toEqual([
      '1:72 The file nests deeper than 64 levels. / Flatten it: no key of this file needs that depth.',
    ]);
  });
});

describe('mistakes', () => {
  test.each([
    ['a list for a file', '[]', ['1:1 The file must be an object, but is a list. / Write an object here.']],
    ['a missing key', tiny('"version": "7",', ''), ['1:1 The file lacks the key "version". / Add "version".']],
    [
      'a mistyped key',
      tiny('"version"', '"verison"'),
      ['1:1 The file lacks the key "version". / Add "version".', '3:3 The file has an unknown key "verison". / Did you mean "version"?'],
    ],
    [
      'a strange key',
      tiny('"id": "tiny",', '"id": "tiny", "__proto__": {},'),
      ['2:17 The file has an unknown key "__proto__". / Use one of "$schema", "id", "version", "title", "clauses".'],
    ],
    [
      'a key twice',
      tiny('"id": "tiny",', '"id": "tiny", "id": "big",'),
      ['2:17 The key "id" is already set on line 2. / Keep one of the two.'],
    ],
    ['a wrong type', tiny('"version": "7"', '"version": 7'), ['3:14 "version" must be a text, but is a number. / Write a text here.']],
    ['null', tiny('"stride": []', '"stride": null'), ['26:17 "clauses[1].stride" must be a list, but is null. / Write a list here.']],
    ['a blank translation', tiny('"ja": "ログ"', '"ja": " "'), ['24:38 "clauses[1].title.ja" is blank. / Fill it in.']],
    [
      'an id with capitals',
      tiny('"id": "tiny"', '"id": "Tiny"'),
      [
        '2:9 "id" is "Tiny", which is not an id in lower case with hyphens, such as "encrypt-at-rest". / ' +
          'Write an id in lower case with hyphens, such as "encrypt-at-rest".',
      ],
    ],
    [
      'an unknown severity',
      tiny('"broken": "warning"', '"broken": "warn"'),
      ['16:21 "clauses[0].obligations[0].broken" cannot be "warn". / Use one of "error", "warning", "info".'],
    ],
    ['a letter twice', tiny('["I"]', '["I", "I"]'), ['10:23 "clauses[0].stride" repeats "I". / Remove the second one.']],
    [
      'no clauses',
      '{ "id": "x", "version": "1", "title": { "en": "t", "ja": "題" }, "clauses": [] }',
      ['1:76 "clauses" must hold at least one entry. / Add an entry.'],
    ],
    [
      'a clause twice',
      tiny('"B-1"', '"a-7"'),
      ['23:13 The clause "a-7" already stands on line 7. / Give each clause its own number, whatever its capitals.'],
    ],
  ] as const)('%s', (_, text, expected) => {
    expect(lines(problemsOf(text))).toEqual(expected);
  });

  const duty = (rest: string) => withObligation(`{ "id": "a", "rules": ["r"], "shownBy": ["code"], "broken": "error"${rest} }`);

  test.each([
    [
      'a mistyped term',
      duty(', "terms": { "cipher-keybits": 256 }'),
      '3:81 There is no term "cipher-keybits". / Did you mean "cipher-key-bits"?',
    ],
    [
      'a strange term',
      duty(', "terms": { "constructor": 1 }'),
      '3:81 There is no term "constructor". / Use a term of the documented vocabulary.',
    ],
    [
      'a term of the wrong type',
      duty(', "terms": { "rpo-hours": "36" }'),
      '3:94 "clauses[0].obligations[0].terms.rpo-hours" must be a number, but is a text. / Write a number here.',
    ],
    [
      'a term of zero',
      duty(', "terms": { "rpo-hours": 0 }'),
      '3:94 "clauses[0].obligations[0].terms.rpo-hours" must be a finite number above zero. / Write a number above zero.',
    ],
    [
      'a term beyond numbers',
      duty(', "terms": { "rpo-hours": 1e999 }'),
      '3:94 "clauses[0].obligations[0].terms.rpo-hours" must be a finite number above zero. / Write a number above zero.',
    ],
    [
      'a country by name',
      duty(', "terms": { "log-countries": ["US", "Japan"] }'),
      '3:105 "clauses[0].obligations[0].terms.log-countries[1]" is "Japan", which is not a country code of two capitals, such as "US". / Write a country code of two capitals, such as "US".',
    ],
    [
      'a mistyped event',
      duty(', "terms": { "audited-events": ["sign-in-sucess"] }'),
      '3:100 "clauses[0].obligations[0].terms.audited-events[0]" cannot be "sign-in-sucess". / Did you mean "sign-in-success"?',
    ],
    [
      'a garbled figure without a default',
      duty(', "terms": { "rpo-hours": { "sourceFigure": "garbled" } }'),
      '3:94 The figure of "rpo-hours" is marked as garbled and has no default. / Add "value" with the figure to assume.',
    ],
    [
      'a stated figure without a value',
      duty(', "terms": { "rpo-hours": { "sourceFigure": "stated" } }'),
      '3:94 "clauses[0].obligations[0].terms.rpo-hours" lacks the key "value". / Add "value".',
    ],
    [
      'an obligation twice',
      duty(' },\n{ "id": "a", "rules": [], "shownBy": ["code"], "broken": "error"'),
      '4:9 This clause already has the obligation "a" on line 3. / Merge the two into one.',
    ],
  ])('%s', (_, text, expected) => {
    expect(lines(problemsOf(text))).toEqual([expected]);
  });

  test('an obligation that two clauses describe differently', () => {
    const words = '"title": { "en": "t", "ja": "題" }, "summary": { "en": "s", "ja": "文" }, "stride": []';
    const clause = (id: string, rules: string, terms: string) =>
      `{ "id": "${id}", ${words}, "obligations": [\n{ "id": "a", "rules": ${rules}, "shownBy": ["code"], "broken": "error", "terms": ${terms} }] }`;
    const text = `{ "id": "x", "version": "1", "title": { "en": "t", "ja": "題" }, "clauses": [\n${[
      clause('1', '["r", "s"]', '{ "rpo-hours": 4, "rto-hours": 1 }'),
      clause('2', '["s"]', '{ "rpo-hours": 5 }'),
    ].join(',\n')}] }`;
    expect(lines(problemsOf(text))).toEqual([
      '5:9 The obligation "a" has another "terms.rto-hours" in clause "1" (line 3). / ' +
        'Write the same "terms.rto-hours" in both clauses, or give the obligations different ids.',
      '5:23 The obligation "a" has another "rules" in clause "1" (line 3). / ' +
        'Write the same "rules" in both clauses, or give the obligations different ids.',
      '5:94 The obligation "a" has another "terms.rpo-hours" in clause "1" (line 3). / ' +
        'Write the same "terms.rpo-hours" in both clauses, or give the obligations different ids.',
    ]);
  });

  test('are told all at once, with the file, in Japanese too', () => {
    const text = tiny('"version": "7"', '"version": 7').replace('"warning"', '"warn"').replace('128', '"128"');
    const problems = problemsOf(text);
    expect(problems.map((problem) => [problem.file, problem.line])).toEqual([
      ['acme.contract.json', 3],
      ['acme.contract.json', 16],
      ['acme.contract.json', 18],
    ]);
    for (const { message, remedy } of problems) {
      expect(message.ja).toMatch(KANA);
      expect(remedy.ja).toMatch(KANA);
    }
    expect(problems[0]?.message.ja).toBe('「version」は文字列でなければなりませんが、数値になっています。');
    expect(problems[0]?.remedy.ja).toBe('ここには文字列を書いてください。');
  });
});

test('any slip of the keyboard is a contract or problems within the text, never an exception', () => {
  const slip = fc.tuple(
    fc.nat(tinyText.length),
    fc.nat(12),
    fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom('{', ']', '"', ',', '/*', '\r')),
  );
  fc.assert(
    fc.property(slip, ([at, length, typed]) => {
      const text = tinyText.slice(0, at) + typed + tinyText.slice(at + length);
      for (const loaded of [loadContract(text, 'f'), loadConfig(text, 'f')]) {
        if (!('problems' in loaded)) continue;
        expect(loaded.problems.length).toBeGreaterThan(0);
        const rows = text.split(/\r\n|\n|\r/);
        for (const { line, column } of loaded.problems) expect(column).toBeLessThanOrEqual((rows[line - 1] as string).length + 1);
      }
    }),
    { numRuns: 500, seed: 20_260_101 },
  );
});
