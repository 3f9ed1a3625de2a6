import { Stack, type StackProps } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export interface ThumbnailStackProps extends StackProps {
  logDays: number;
}

/** Makes the small pictures of documents, near the people who look at them. */
export class ThumbnailStack extends Stack {
  constructor(scope: Construct, id: string, props: ThumbnailStackProps) {
    super(scope, id, props);

    const logGroup = new LogGroup(this, 'RenderLogs', { retention: props.logDays });

    new LambdaFunction(this, 'Render', {
      runtime: Runtime.NODEJS_20_X,
      handler: 'render.handler',
      code: Code.fromAsset('dist/render'),
      logGroup,
    });
  }
}
