/** The environment, read once. A missing variable stops the start. */
function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

export const env = {
  port: Number(process.env.PORT ?? 8443),
  auditDatabaseUrl: required('AUDIT_DATABASE_URL'),
  redisUrl: required('REDIS_URL'),
  sessionSecret: required('SESSION_SECRET'),
  /** 32 bytes, base64. */
  fieldKey: Buffer.from(required('FIELD_KEY'), 'base64'),
  exportKey: Buffer.from(required('EXPORT_KEY'), 'base64'),
  partnerKey: Buffer.from(required('PARTNER_KEY'), 'base64'),
};
