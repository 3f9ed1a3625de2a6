/** Names of the AWS CDK, whichever way they were imported: v2, v1, monocdk, a namespace or a deep path. */

export interface CdkName {
  /** `aws-logs`, `aws-lambda-nodejs`; `core` for what the main package exports itself. */
  readonly service: string;
  /** `LogGroup`, `LogDrivers.awsLogs`, `ApplicationLoadBalancer().logAccessLogs`. */
  readonly name: string;
}

const PACKAGE = /^(?:aws-cdk-lib|monocdk|@aws-cdk)(?:\/([^#]*))?#(.*)$/;

/** @returns undefined when the key is of another package. */
export function cdkName(key: string): CdkName | undefined {
  const match = PACKAGE.exec(key);
  if (!match) return undefined;
  const folder = (match[1] ?? '').split('/')[0] ?? '';
  const name = match[2] ?? '';
  if (folder !== '' && folder !== 'core') return { service: folder.replace(/-alpha$/, ''), name };
  const space = /^(?:(aws_[a-z0-9_]+)|(custom_resources|pipelines|cloudformation_include))\.(.*)$/.exec(name);
  if (space) return { service: (space[1] ?? space[2] ?? '').replace(/_/g, '-'), name: space[3] ?? '' };
  return { service: 'core', name };
}

/** What a class of a package is to the construct tree. Classes of other packages are known by the ends of their names only. */
export type TreeRole = 'app' | 'stage' | 'stack' | 'nested' | 'construct';

export function roleOf(classKey: string): TreeRole {
  const name = /([\w$]+)$/.exec(classKey)?.[1] ?? '';
  if (/^(?:Gu)?Root(?:Experimental)?$|App$|^GuRoot/.test(name)) return 'app';
  if (/NestedStack$/.test(name)) return 'nested';
  if (/Stack$|^Stack/.test(name)) return 'stack';
  return /Stage$/.test(name) && !/aws-(?:apigateway|codepipeline)/.test(classKey) ? 'stage' : 'construct';
}
