/** Logger transports to CloudWatch Logs (winston, bunyan, pino, log4js), known by the name of the package, whoever wrote it. */

import type { Model } from '../../engine/rule/index.ts';
import { defineModel } from '../../engine/rule/index.ts';
import { type LogOption, label, logOption } from './lib/log-sink.ts';

const TRANSPORT: LogOption = {
  what: label('The CloudWatch log transport', 'CloudWatch へのログトランスポート'),
  paths: [
    'awsRegion',
    'region',
    'aws_region',
    'awsConfig.region',
    'awsOptions.region',
    'cloudWatchLogsOptions.region',
    'clientConfig.region',
    'aws.region',
    'config.region',
    'options.region',
  ],
  read: 'aws',
  unset: 'environment',
};

const handler = logOption(TRANSPORT);
/** Not the SDKs, the CDK, or packages about metrics and embedded metric formats. */
const PACKAGE = /^(?!@aws-sdk\/|@aws-cdk\/|aws-cdk-lib|aws-sdk|@pulumi\/|@cdktf\/|serverless)[^#]*(?:cloudwatch|cwlogs)[^#]*#[^(]*$/i;
const OTHER = /metric|alarm|emf|dashboard/i;

export default defineModel({
  id: 'cloudwatch-transports',
  match: {
    names: [
      '',
      'WinstonCloudWatch',
      'WinstonCloudwatch',
      'CloudWatchTransport',
      'CloudwatchTransport',
      'CloudWatchLogsTransport',
      'createCWStream',
      'CloudWatchStream',
      'createCloudWatchStream',
      'CloudWatchLogger',
      'CloudwatchLogger',
      'createWriteStream',
      'CloudWatch',
    ],
    words: ['cloudwatch', 'cwlogs'],
    // `require('winston-cloudwatch')` hangs the transport on winston itself.
    of: (key) => (key === 'winston#transports.CloudWatch' || (PACKAGE.test(key) && !OTHER.test(key)) ? handler : undefined),
  },
}) satisfies Model as Model;
