/** What cleartext-transport says, in English and Japanese. */
import type { Localized, OutboundRequest, Said, Terms } from '../../engine/rule/index.ts';

/** A connection that is not encrypted: a URL, or the setting that says so. */
export interface Clear {
  readonly url: string;
  /** Nothing is set: the default leaves it unencrypted. */
  readonly unset: boolean;
}

interface Say {
  readonly en: (clear: Clear, request: OutboundRequest, terms: Terms) => Said;
  readonly ja: (clear: Clear, request: OutboundRequest, terms: Terms) => Said;
}

export const say: Say = {
  en: (clear, request, terms) => ({
    what: whatEn(clear, request.api),
    why: `Customer data is promised to travel over TLS ${String(terms['tls-min-version'])} or later; here anyone on the way can read and change it.`,
    todo: remedy(clear.url).en,
  }),
  ja: (clear, request, terms) => ({
    what: whatJa(clear, request.api),
    why: `顧客データの通信には TLS ${String(terms['tls-min-version'])} 以降を使うと約束しています。このままでは、経路上の第三者に盗聴や改ざんをされるおそれがあります。`,
    todo: remedy(clear.url).ja,
  }),
};

function isUrl(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(url);
}

function whatEn({ url, unset }: Clear, api: string): string {
  if (isUrl(url)) return `${api} connects to ${url} without encryption.`;
  return unset
    ? `${api} sets no ${url}: by default the connection is not encrypted.`
    : `${api} is set to ${url}: the connection is not encrypted.`;
}

function whatJa({ url, unset }: Clear, api: string): string {
  if (isUrl(url)) return `${api} が暗号化せずに ${url} へ接続しています。`;
  return unset
    ? `${api} に ${url} が設定されていません。既定では通信が暗号化されません。`
    : `${api} に ${url} が設定されており、通信が暗号化されません。`;
}

const CERTIFICATE: Localized = {
  en: 'Serve HTTPS with a certificate, and let port 80 only redirect to it.',
  ja: '証明書を設定して HTTPS で提供し、ポート 80 は HTTPS へのリダイレクト専用にしてください。',
};

/** By the start of the URL or the setting. */
const REMEDIES: readonly (readonly [RegExp, Localized])[] = [
  [
    /^\w+:\/\/… /,
    {
      en: 'Demand TLS in the connection string: `sslmode=verify-full`, `tls=true` or `encrypt=true`, as the driver calls it.',
      ja: '接続文字列で TLS を必須にしてください (ドライバーに応じて `sslmode=verify-full`、`tls=true`、`encrypt=true` など)。',
    },
  ],
  [
    /^https?:/,
    {
      en: 'Use an https:// address. If the host cannot speak TLS, put a TLS endpoint in front of it or choose another service.',
      ja: 'https:// のアドレスを使ってください。接続先が TLS に対応していない場合は、前段に TLS の終端を置くか、別のサービスに切り替えてください。',
    },
  ],
  [/^ws:/, { en: 'Use a wss:// address.', ja: 'wss:// のアドレスを使ってください。' }],
  [
    /^(?:redis|valkey):/,
    {
      en: 'Use a rediss:// address, or set `tls` in the options of the client.',
      ja: 'rediss:// のアドレスを使うか、クライアントのオプションに `tls` を設定してください。',
    },
  ],
  [/^amqp:/, { en: 'Use an amqps:// address.', ja: 'amqps:// のアドレスを使ってください。' }],
  [/^(?:mqtt|tcp):/, { en: 'Use an mqtts:// address.', ja: 'mqtts:// のアドレスを使ってください。' }],
  [/^ldap:/, { en: 'Use an ldaps:// address.', ja: 'ldaps:// のアドレスを使ってください。' }],
  [/^ftp:/, { en: 'Use SFTP or FTPS.', ja: 'SFTP または FTPS を使ってください。' }],
  [
    /^(?:postgres|postgresql|mysql|mysql2|mariadb|mongodb|mssql|sqlserver|cockroachdb):/,
    {
      en: 'Demand TLS: `sslmode=verify-full`, `tls=true`, or the `ssl` option of the driver.',
      ja: 'TLS を必須にしてください (`sslmode=verify-full`、`tls=true`、またはドライバーの `ssl` オプション)。',
    },
  ],
  [
    /^ignoreTLS/,
    {
      en: 'Remove `ignoreTLS`, and set `secure: true` (port 465) or `requireTLS: true` (STARTTLS).',
      ja: '`ignoreTLS` を削除し、`secure: true` (ポート 465) または `requireTLS: true` (STARTTLS) を設定してください。',
    },
  ],
  [
    /^(?:credentials\.createInsecure|ServerCredentials)/,
    {
      en: 'Use `credentials.createSsl()`, on the server `ServerCredentials.createSsl(…)`.',
      ja: '`credentials.createSsl()` (サーバー側は `ServerCredentials.createSsl(…)`) を使ってください。',
    },
  ],
  [/HTTP:\d|protocol HTTP|certificate/, CERTIFICATE],
  [
    /^viewerProtocolPolicy/,
    {
      en: 'Set the viewer protocol policy to `redirect-to-https` or `https-only`.',
      ja: 'ビューワープロトコルポリシーを `redirect-to-https` または `https-only` にしてください。',
    },
  ],
  [
    /rotocolPolicy/,
    {
      en: 'Set the origin protocol policy to `https-only`. An S3 website endpoint has no HTTPS: use the bucket itself with origin access control.',
      ja: 'オリジンプロトコルポリシーを `https-only` にしてください。S3 のウェブサイトエンドポイントは HTTPS に対応していないため、バケットをオリジンにしてオリジンアクセスコントロールを使ってください。',
    },
  ],
];

const SETTING: Localized = {
  en: 'Turn the encryption of this connection on, and let the other side refuse connections without TLS.',
  ja: 'この通信の暗号化を有効にし、TLS を使わない接続は受け付けないようにしてください。',
};

function remedy(url: string): Localized {
  return REMEDIES.find(([pattern]) => pattern.test(url))?.[1] ?? SETTING;
}
