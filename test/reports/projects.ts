/** The projects whose reports are judged: the example, one that has lived a while, one full of hostile text, and one with nothing wrong. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { clauselint, ROOT } from '../e2e/run.ts';

export const TODAY = '2026-01-15';
export const projects = ['portal', 'lived', 'hostile', 'clean', 'empty-handed'] as const;
export type ProjectName = (typeof projects)[number];

type Files = Readonly<Record<string, string | Uint8Array>>;

export const cipher = (name: string, head = ''): string =>
  `import { createCipheriv } from 'node:crypto';\n\n${head}export const seal = (key: Buffer, iv: Buffer) => createCipheriv('${name}', key, iv);\n`;

const CLIENT = `import tls from 'node:tls';
/* 🔑 鍵 */ tls.connect({ host: 'db.example.com', minVersion: 'TLSv1' });
tls.connect({ host: 'mail.example.com', rejectUnauthorized: false });
`;

/** A terminal command, `]]>`, markup, quotes, a right-to-left override, what runners take for commands, emoji. As it stands in a literal. */
const WICKED = ']]>\\u001b[31m<b onclick=x>&amp;"\\u202e%0A::error::##[error]\\n::error::🔑[a](https://example.com)';

/** File names may hold all but `/` and zero. */
export const wickedPath = 'src/\u001b[31m赤\u202e#50%/::error::鍵,<b>&"]]>\n 管理.ts';

const before: Files = {
  'src/old.ts': cipher('des-cbc'),
  'src/gone.ts': cipher('des-ede3-cbc'),
  'clauselint.jsonc': '{}\n',
};
const after: Files = {
  'src/gone.ts': 'export {};\n',
  'src/new.ts': cipher('bf-cbc'),
  'src/client.ts': CLIENT,
  'src/crlf.ts': CLIENT.replaceAll('\n', '\r\n'),
  'src/feed.ts': cipher(
    'rc4',
    '// clauselint-waive weak-cipher until=2026-02-10 owner="team feed" reason="the partner 移行中 <b>&amp; ]]>"\n',
  ),
  'src/legacy.ts': cipher('des-cbc'),
  'src/vault.ts': cipher('aes-256-gcm'),
  'src/broken.ts': `${cipher('rc4')}export const half = {\n`,
  'src/logo.ts': new Uint8Array([0x89, 0x50, 0, 0, 1]),
  'clauselint.jsonc': JSON.stringify({
    waivers: [{ rule: 'weak-cipher', path: 'src/legacy.ts', until: '2026-02-01', owner: 'ops', reason: 'Until the\nledger moves.' }],
  }),
};
const hostile: Files = {
  [wickedPath]: cipher('des-cbc'),
  'src/feed.ts': `export const feed = (): Promise<Response> => fetch('http://partner.co.jp/${WICKED}');\n`,
  'src/seal.ts': cipher(
    'rc4',
    '// clauselint-waive weak-cipher]]><b>::error::##[error] until=2026-02-10 owner=o reason=r\n' +
      '// clauselint-waive weak-cipher until=2026-02-10 owner="\u202e<b>" reason="[a](https://example.com) \u001b ]]> ##[error]::error::"\n',
  ),
  'infra/stack.ts': `import { App, Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
class Logs extends Stack {
  constructor(scope: App, id: string, props: object) {
    super(scope, id, props);
    new LogGroup(this, 'logs');
  }
}
new Logs(new App(), 'logs', { env: { region: 'eu-${WICKED}' } });
`,
  'src/::warning file=x::%0A.ts': `${cipher('aes-256-gcm')}export const half = {\n`,
};
const clean: Files = { 'src/vault.ts': cipher('aes-256-gcm') };
/** No place that any clause speaks of. */
const emptyHanded: Files = { 'src/sum.ts': 'export const sum = (a: number, b: number) => a + b;\n' };

/** Makes a project's folder in `into`. @returns the folder */
export function makeProject(name: ProjectName, into: string): string {
  const dir = join(into, name);
  if (name === 'portal') cpSync(join(ROOT, 'examples', 'portal'), dir, { recursive: true });
  else if (name === 'lived') {
    write(dir, before);
    const made = clauselint(['baseline', '--now', '2026-01-05'], dir);
    if (made.code !== 0) throw new Error(made.err);
    rmSync(join(dir, 'src/gone.ts'));
    write(dir, after);
  } else write(dir, { hostile, clean, 'empty-handed': emptyHanded }[name]);
  return dir;
}

function write(dir: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
}
