import winston from 'winston';
import WinstonCloudWatch from 'winston-cloudwatch';

const region = 'us-east-1';

export const logger = winston.createLogger({
  level: process.env.LOG_LEVEL ?? 'info',
  format: winston.format.json(),
  transports: [
    new winston.transports.Console(),
    new WinstonCloudWatch({ logGroupName: '/portal/api', logStreamName: 'requests', awsRegion: region, jsonMessage: true }),
  ],
});
