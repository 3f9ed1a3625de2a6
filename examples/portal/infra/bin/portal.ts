import { App } from 'aws-cdk-lib';
import { account, sites } from '../config';
import { ApiStack } from '../lib/api-stack';
import { PreviewStack } from '../lib/preview-stack';
import { ThumbnailStack } from '../lib/thumbnail-stack';

const app = new App();

new ApiStack(app, 'PortalApi', { env: { account, region: 'us-east-1' } });

new ThumbnailStack(app, 'PortalThumbnails', { env: { account, region: sites.frankfurt.region }, logDays: sites.frankfurt.logDays });

/** One for each branch, wherever the developer's profile points. */
new PreviewStack(app, 'PortalPreview', { env: { account, region: process.env.CDK_DEFAULT_REGION } });
