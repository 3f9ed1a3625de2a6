/**
 * The closed vocabulary of terms: the figures that a contract may state and a project may override. A rule reads a term by these
 * names; a name that stands nowhere here is a mistake in the contract or in `clauselint.jsonc`, and is reported as one.
 */
import { AUDIT_EVENTS } from './events.ts';
import {
  amount,
  BITS,
  CERTIFICATES,
  CHARACTERS,
  COUNTRIES,
  COUNTRY,
  DATE,
  DAYS,
  GARBLED,
  HOURS,
  list,
  MINUTES,
  MONTHS,
  OWASP,
  READING,
  ROUNDS,
  STATED,
  TERRITORY,
  type TermDefinition,
  toggle,
  word,
} from './term-kinds.ts';

export const TERMS: Readonly<Record<string, TermDefinition>> = {
  // Programme and people
  'programme-review-months': amount(
    MONTHS,
    'Longest time between reviews of the security programme.',
    '管理体制を見直す間隔の上限。',
    READING,
  ),
  'risk-review-months': amount(
    MONTHS,
    'Longest time between risk reviews seen by management.',
    '経営層に報告するリスク評価の間隔の上限。',
    READING,
  ),
  'first-training-days': amount(
    DAYS,
    'Time after hiring within which security training takes place.',
    '入社から初回のセキュリティ教育までの期限。',
    GARBLED,
  ),
  'training-months': amount(MONTHS, 'Longest time between security trainings.', 'セキュリティ教育の間隔の上限。', STATED),

  // Access and change
  'wildcard-grants-allowed': toggle(
    'May a grant cover every action or every resource?',
    'すべての操作や資源に及ぶ許可を認めるか。',
    READING,
  ),
  'administrator-grants-allowed': toggle('May a workload be an administrator?', 'プログラムに管理者権限を与えてよいか。', READING),
  'code-owners-required': toggle(
    'Must the repository name the owners of its code?',
    'コードの責任者 (CODEOWNERS) を定める必要があるか。',
    READING,
  ),
  'release-tests-required': toggle('Must the release path run tests?', 'リリースの過程でテストを実行する必要があるか。', STATED),

  // Encryption
  'tls-min-version': word(
    { en: 'TLS version', ja: 'TLS のバージョン' },
    'Oldest TLS version allowed.',
    '認める最も古い TLS のバージョン。',
    STATED,
    { words: ['1.0', '1.1', '1.2', '1.3'] },
  ),
  'aead-only': toggle(
    'Are authenticated suites (GCM, CCM-16, ChaCha20-Poly1305) the only ones allowed?',
    '認証付き暗号スイート (GCM、CCM-16、ChaCha20-Poly1305) だけを認めるか。',
    READING,
  ),
  'cipher-key-bits': amount(BITS, 'Least strength of a cipher for data at rest.', '保存データの暗号に求める最小の強度。', STATED),
  'ecb-allowed': toggle('May a cipher run in ECB mode?', 'ECB モードを認めるか。', READING),
  'constant-iv-allowed': toggle('May an initialisation vector or nonce be constant?', '固定の IV やナンスを認めるか。', READING),
  'hash-bits': amount(
    BITS,
    'Least output of a hash function; SHA-1 and MD5 fall short of 256.',
    'ハッシュ値の最小の長さ。256 なら SHA-1 と MD5 は使えない。',
    READING,
  ),
  'argon2-memory-kib': amount({ en: 'KiB', ja: 'KiB' }, 'Least memory of Argon2id.', 'Argon2id の最小メモリ量。', OWASP),
  'argon2-iterations': amount(ROUNDS, 'Least passes of Argon2id at that memory.', '上のメモリ量での Argon2id の最小反復回数。', OWASP),
  'scrypt-cost': amount({ en: 'N', ja: 'N' }, 'Least cost N of scrypt.', 'scrypt のコスト N の最小値。', OWASP),
  'scrypt-block-size': amount({ en: 'r', ja: 'r' }, 'Least block size r of scrypt.', 'scrypt のブロックサイズ r の最小値。', OWASP),
  'bcrypt-rounds': amount(
    { en: 'log2 of the rounds', ja: '反復回数の log2' },
    'Least work factor of bcrypt.',
    'bcrypt のコストの最小値。',
    OWASP,
  ),
  'pbkdf2-sha1-iterations': amount(
    ROUNDS,
    'Least iterations of PBKDF2 with HMAC-SHA-1.',
    'HMAC-SHA-1 を使う PBKDF2 の最小反復回数。',
    OWASP,
  ),
  'pbkdf2-sha256-iterations': amount(
    ROUNDS,
    'Least iterations of PBKDF2 with HMAC-SHA-256.',
    'HMAC-SHA-256 を使う PBKDF2 の最小反復回数。',
    OWASP,
  ),
  'pbkdf2-sha512-iterations': amount(
    ROUNDS,
    'Least iterations of PBKDF2 with HMAC-SHA-512.',
    'HMAC-SHA-512 を使う PBKDF2 の最小反復回数。',
    OWASP,
  ),

  // Testing
  'security-tests': list(
    { en: 'kinds of test', ja: '検査の種類' },
    'Kinds of security test that the pipeline runs.',
    'パイプラインで実行するセキュリティ検査の種類。',
    STATED,
    { words: ['sast', 'dast', 'sca'] },
  ),
  'threat-model-sign-off-required': toggle(
    'Must each entry of the threat model be dated and signed off?',
    '脅威モデルの各項目に日付と承認が必要か。',
    READING,
  ),
  'penetration-test-months': amount(MONTHS, 'Longest time between penetration tests.', 'ペネトレーションテストの間隔の上限。', GARBLED),
  'penetration-test-scope': list(
    { en: 'parts of the test', ja: 'テストの内容' },
    'What a penetration test has to include.',
    'ペネトレーションテストに含める内容。',
    STATED,
    {
      words: ['manual-testing', 'privilege-escalation', 'compromise-paths', 'source-review'],
    },
  ),
  'hardening-benchmarks': list(
    { en: 'benchmarks', ja: 'ベンチマーク' },
    'Benchmarks that servers are held against.',
    'サーバーが満たすべきベンチマーク。',
    READING,
    {
      words: ['cis-aws-foundations', 'cis-docker'],
    },
  ),

  // Deadlines
  'waiver-days': amount(
    DAYS,
    'Longest life of a waiver, counted from the discovery of the finding.',
    '指摘の発見から数えた、免除を認める期間の上限。',
    STATED,
  ),
  'notice-hours': amount(
    HOURS,
    'Time from discovery of an incident to the written notice.',
    'インシデントの発見から書面での通知までの期限。',
    STATED,
  ),

  // Places
  'hosting-countries': list(COUNTRIES, 'Countries where the service and its data may be.', 'サービスとデータを置いてよい国。', STATED, {
    pattern: COUNTRY,
  }),
  'log-countries': list(COUNTRIES, 'Countries where logs and support files may be.', 'ログとサポート用ファイルを置いてよい国。', STATED, {
    pattern: COUNTRY,
  }),
  'sanctioned-territories': list(
    { en: 'ISO 3166-1 alpha-2 or ISO 3166-2 codes', ja: 'ISO 3166-1 alpha-2 または ISO 3166-2 のコード' },
    'Countries and regions under comprehensive sanctions.',
    '包括的な制裁の対象となる国と地域。',
    {
      en: 'OFAC programmes on Cuba, Iran, North Korea, Crimea with Sevastopol, Donetsk and Luhansk; Syria left the list in mid-2025.',
      ja: 'OFAC の制裁プログラム (キューバ、イラン、北朝鮮、クリミアとセバストポリ、ドネツク、ルハンスク)。シリアは2025年半ばに外れました。',
    },
    { pattern: TERRITORY },
  ),
  'sanctions-as-of': word(
    { en: 'date', ja: '日付' },
    'Day whose state the list of sanctioned territories gives.',
    '制裁対象の一覧がいつ時点のものか。',
    READING,
    { pattern: DATE },
  ),

  // Sign-in
  'password-min-length': amount(
    CHARACTERS,
    'Shortest password beside a second factor.',
    '多要素認証を併用する場合のパスワードの最小の長さ。',
    READING,
  ),
  'password-min-length-without-mfa': amount(
    CHARACTERS,
    'Shortest password where no second factor is asked for.',
    '多要素認証がない場合のパスワードの最小の長さ。',
    READING,
  ),
  'idle-minutes': amount(MINUTES, 'Longest inactivity before a session ends.', '無操作でログアウトするまでの時間の上限。', READING),
  'timed-unlock-allowed': toggle(
    'May a locked account open again because time has passed?',
    '時間の経過でロックが外れることを認めるか。',
    STATED,
  ),
  'audited-events': list(
    { en: 'event ids', ja: 'イベント ID' },
    'Events that must leave an audit record.',
    '監査ログに残すべき出来事。',
    READING,
    { words: Object.keys(AUDIT_EVENTS) },
  ),

  // Resilience
  'min-zones': amount({ en: 'zones', ja: 'ゾーン' }, 'Fewest availability zones.', '可用性ゾーンの最小数。', READING),
  'rpo-hours': amount(HOURS, 'Most data, in time, that a disaster may cost (RPO).', '災害時に失われるデータの許容範囲 (RPO)。', STATED),
  'rto-hours': amount(HOURS, 'Longest time until the service is back (RTO).', 'サービス復旧までの時間の上限 (RTO)。', STATED),
  'backup-locations': amount(
    { en: 'locations', ja: 'か所' },
    'Fewest places that hold a backup.',
    'バックアップを置く場所の最小数。',
    READING,
  ),

  // Attestations
  'data-centre-review-months': amount(
    MONTHS,
    'Longest time between reviews of the data centres.',
    'データセンターの点検の間隔の上限。',
    GARBLED,
  ),
  'data-centre-certificates': list(
    CERTIFICATES,
    'Certificates a data centre must hold, or their equal.',
    'データセンターに求める認証 (同等のものを含む)。',
    STATED,
  ),
  'recovery-test-months': amount(MONTHS, 'Longest time between full recovery tests.', '災害復旧の全体訓練の間隔の上限。', STATED),
  'recovery-document-review-months': amount(
    MONTHS,
    'Longest time between reviews of the recovery document.',
    '復旧手順書を見直す間隔の上限。',
    GARBLED,
  ),
  certificates: list(CERTIFICATES, 'Certificates that must be in force.', '有効でなければならない認証。', STATED),
};

/** The definition of a term, or undefined for a name outside the vocabulary. */
export function termDefinition(name: string): TermDefinition | undefined {
  return Object.hasOwn(TERMS, name) ? TERMS[name] : undefined;
}
