/** Names of Pulumi's and CDK for Terraform's classes, whichever way they were imported. */

/** `@pulumi/aws/lb#Listener`, `@pulumi/aws#lb.Listener`, `@pulumi/azure-native/web/v20220301#WebApp` → provider `aws`, name `lb.Listener`. */
export function pulumiName(key: string): { readonly provider: string; readonly name: string } | undefined {
  const match = /^@pulumi\/([\w-]+)((?:\/[\w-]+)*)#([\w.]+)$/.exec(key);
  if (!match) return undefined;
  const parts = [...(match[2] ?? '').split('/').filter(Boolean), ...(match[3] ?? '').split('.')].filter((part) => !/^v\d{6}/.test(part));
  return { provider: match[1] ?? '', name: parts.slice(-2).join('.') };
}

/** `@cdktf/provider-aws/lib/db-instance#DbInstance`, `.gen/providers/aws/…` (out of the project) → `DbInstance`. */
export function cdktfName(key: string): { readonly provider: string; readonly name: string } | undefined {
  const match = /^@cdktf\/provider-(\w+)(?:\/[^#]*)?#(?:[\w.]*\.)?([\w$]+)$/.exec(key);
  return match ? { provider: match[1] ?? '', name: match[2] ?? '' } : undefined;
}
