/** The configuration that `init` writes: valid as it stands, every other key shown in a comment. */
import type { Locale } from '../../contract/types.ts';

const SCHEMA = './node_modules/clauselint/contract/schema/clauselint.schema.json';

const EN = `{
  "$schema": "${SCHEMA}",

  // The contract to check against: one that ships with Clauselint, or the path of a contract file of your own.
  "contract": "security-exhibit"

  // Figures agreed with your customer in place of the contract's:
  // "terms": { "log-countries": ["US", "CA"] },

  // Functions of your own that write audit records:
  // "auditSinks": ["src/lib/audit.ts#record"],

  // Where stacks are deployed whose code fixes no region:
  // "assumedDeployRegion": "aws:us-east-1",

  // What is not to be looked at (tests, generated and minified files are left out by themselves):
  // "ignore": ["legacy/**"],

  // A rule that does not apply here, with the reason:
  // "rules": { "weak-cipher": { "off": true, "reason": "…" } }
}
`;

const JA = `{
  "$schema": "${SCHEMA}",

  // 照合する契約。Clauselint に付属する契約の ID、または独自の契約ファイルのパスを指定します。
  "contract": "security-exhibit"

  // 契約の値に代えて、顧客と合意した数値:
  // "terms": { "log-countries": ["US", "CA"] },

  // 監査ログを書き込む自作の関数:
  // "auditSinks": ["src/lib/audit.ts#record"],

  // コードでリージョンを指定していないスタックのデプロイ先:
  // "assumedDeployRegion": "aws:us-east-1",

  // 検査しないファイル（テスト、生成されたファイル、圧縮されたファイルは自動的に対象外です）:
  // "ignore": ["legacy/**"],

  // このプロジェクトに当てはまらないルールと、その理由:
  // "rules": { "weak-cipher": { "off": true, "reason": "…" } }
}
`;

export function configText(locale: Locale): string {
  return locale === 'ja' ? JA : EN;
}
