/** What the tests expect to read, in each language. Words of the extension come from its own files; those of the analysis are spelled out. */
import { readFileSync } from 'node:fs';

const read = (file) => JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));

function words(manifest, bundle, rest) {
  return { manifest: (key) => manifest[key], l10n: (text) => bundle[text] ?? text, ...rest };
}

export const WORDS = {
  en: words(
    read('package.nls.json'),
    {},
    {
      cipher: 'encrypts with aes-128-cbc',
      tls: 'accepts TLS 1.0',
      clause: 'Encryption in transit and at rest',
      rulePage: 'Data is encrypted with AES-256',
      waive: 'Waive',
      fix: 'Use a key of 256 bits',
      checking: 'Checking against the contract',
    },
  ),
  ja: words(read('package.nls.ja.json'), read('l10n/bundle.l10n.ja.json'), {
    cipher: 'aes-128-cbc で暗号化しています',
    tls: 'TLS 1.0 を許可します',
    clause: '通信と保存データの暗号化',
    rulePage: 'データは AES-256 または同等の暗号で暗号化する',
    waive: '免除する',
    fix: '256 ビットの鍵を使う',
    checking: '契約と照合しています',
  }),
};
