/** Names of aws-cdk-lib that a fix needs, as the file would write them. */
import type { FixContext, Imported } from '../../engine/rule/index.ts';
import { imported, lastNameOf } from '../../engine/rule/index.ts';

/** `SslPolicy` of `aws-elasticloadbalancingv2`: `SslPolicy`, `elb.SslPolicy`, with the import where it is missing. */
export function cdkImported(ctx: FixContext, service: string, name: string): Imported {
  const wanted = service.replaceAll('-', '_');
  let first = true;
  for (const node of ctx.tree.nodes) {
    if (node.type === 'ImportDeclaration' && String(node.source.value).startsWith('@aws-cdk/aws-')) first = false;
    if (node.type === 'ImportSpecifier' && lastNameOf(node.imported) === wanted) return { text: `${node.local.name}.${name}`, edits: [] };
  }
  const packages = [`aws-cdk-lib/${service}`, `@aws-cdk/${service}`, `monocdk/${service}`];
  return imported(ctx, first ? packages : [packages[1] as string, ...packages], name);
}
