// Makes a rule: `npm run new-rule -- <area>/<id> <kind of evidence> <obligation>`. Its page holds a first scenario where the kind has an example.
import { AREAS } from './areas.mjs';
import { create, fail, isId, kinds, obligations } from './scaffold.mjs';

const [place = '', kind, obligation] = process.argv.slice(2);
const [area, id, ...rest] = place.split('/');
const usage = 'Usage: npm run new-rule -- <area>/<id> <kind of evidence> <obligation>';
if (!kind || !obligation || rest.length > 0 || !isId(id)) fail(usage, 'The id is kebab-case and names the bad thing: weak-cipher.');
if (!AREAS.includes(area)) fail(usage, `There is no area ${area}. Areas: ${AREAS.join(', ')}.`);
if (!kinds.includes(kind)) fail(usage, `There is no evidence of kind ${kind}. Kinds: ${kinds.join(', ')}.`);
if (!obligations.has(obligation))
  fail(usage, `The contract has no obligation ${obligation}. Obligations: ${[...obligations.keys()].sort().join(', ')}.`);

/** Code in which a model finds one piece of evidence, on the line that is marked. */
const EXAMPLES = {
  cipherUse:
    "import { createCipheriv, randomBytes } from 'node:crypto';\n\nexport const seal = (key: Buffer) => createCipheriv('aes-128-cbc', key, randomBytes(16)); // breaks\n",
  hashUse:
    "import { createHash } from 'node:crypto';\n\nexport const signature = (body: string, secret: string) => createHash('md5').update(body + secret).digest('hex'); // breaks\n",
  logDestination:
    "import { App, Stack } from 'aws-cdk-lib';\nimport { LogGroup } from 'aws-cdk-lib/aws-logs';\n\nconst stack = new Stack(new App(), 'Api', { env: { region: 'eu-west-1' } });\nnew LogGroup(stack, 'Requests'); // breaks\n",
};

const rule = `/** What the rule asks, in one sentence. */
import type { EvidenceOf, Rule } from '../../engine/rule/index.ts';
import { defineRule } from '../../engine/rule/index.ts';

/** What is wrong with a piece of evidence, as far as the message needs it. */
interface Fault {
  readonly kind: EvidenceOf<'${kind}'>['kind'];
}

const rule: Rule<'${kind}', Fault> = defineRule<'${kind}', Fault>({
  id: '${id}',
  obligation: '${obligation}',
  evidence: '${kind}',
  title: { en: '${id}: what is wrong, in one line', ja: '${id}: 問題点を一行で説明します' },
  cwe: [],
  // Usually \`fold(evidence.…, (value) => …)\`, which breaks before it is unknown, and is unknown before it keeps.
  judge: ({ kind }) => ({ is: 'breaks', found: { kind } }),
  say: {
    en: () => ({ what: 'What was found, and where it comes from.', why: 'The duty it breaks.', todo: 'The setting to change.' }),
    ja: () => ({ what: '検出内容とその由来を書きます。', why: '違反している義務を書きます。', todo: '変更すべき設定を書きます。' }),
  },
});

export default rule;
`;

const fence = '```';
const scenario = EXAMPLES[kind] ? `### It is done\n\n${fence}ts src/example.ts\n${EXAMPLES[kind]}${fence}\n\n` : '';
const page = `# ${id}: what is wrong, in one line

## What it asks

What has to be so, in a sentence or two.

## Why

The duty, in the contract's spirit and without its number.

## What is reported

- Each form that is reported.

## What is not

- Each form that looks alike and is not reported.

## What to do

The concrete setting to change, with an example.

## What the fix changes

What it edits, whether it may be made unseen, and what is left to do by hand; or why there is none.

## What it cannot tell

What stays unknown, and why.

## Sources

- Title, publisher, address.

## Scenarios

${scenario}### Nothing of the kind is done

${fence}ts src/other.ts
export const greeting = 'hello';
${fence}
`;

const japanese = `# ${id}: 問題点を一行で説明します

## 求めること

どうあるべきかを一、二文で書きます。

## 理由

契約上の義務を、条項番号を使わずに書きます。

## 検出するもの

- 検出する書き方をそれぞれ挙げます。

## 検出しないもの

- 似ているが検出しない書き方をそれぞれ挙げます。

## 対処方法

変更すべき設定を、具体例とともに書きます。

## 修正で変わること

何を書き換えるか、自動で適用してよいか、手作業で残ることを書きます。修正がない場合は理由を書きます。

## 判定できないもの

判定できないものとその理由を書きます。

## 参考資料

- 題名、発行者、アドレスを書きます。
`;

create({ [`rules/${area}/${id}.ts`]: rule, [`rules/${area}/${id}.md`]: page, [`rules/${area}/${id}.ja.md`]: japanese });
if (!obligations.get(obligation).includes(id))
  console.log(`note: list ${id} with the obligation ${obligation} in contract/security-exhibit.json`);
console.log(`try it: npx vitest run test/spec -t ${id}`);
