/** Sentry: crash reports and traces go to the host of the DSN. All SDKs of the family look the same. */

import type { Model } from '../../engine/rule/index.ts';
import { defineModel } from '../../engine/rule/index.ts';
import { label, logOption } from './lib/log-sink.ts';

const what = label('The Sentry crash and trace reporter', 'Sentry のクラッシュレポートとトレースの送信先');
const options = logOption({ what, paths: ['dsn'], read: 'host' });
const client = logOption({ what, paths: ['dsn', 'sentry.dsn'], read: 'host' });
const first = logOption({ what, paths: [], read: 'host' });

const INIT = /^(?:@sentry\/[^#]+|sentry-[a-z]+|@sentry\/[^#]+\/[^#]+)#(?:Sentry\.|Native\.|React\.)?init$/;
const CLIENT =
  /^(?:@sentry\/[^#]+#\w*Client|toucan-js#Toucan|@ntegral\/nestjs-sentry#SentryModule\.forRoot|nestjs-sentry#SentryModule\.forRoot)$/;
const RAVEN = /^(?:raven|raven-js|global)#(?:Raven\.)?(?:config|Client)$/;

export default defineModel({
  id: 'sentry',
  match: {
    names: ['init', 'config', 'Client', 'BrowserClient', 'NodeClient', 'Toucan', 'forRoot'],
    words: ['sentry', 'raven', 'toucan-js'],
    of: (key) =>
      INIT.test(key) || key === 'global#Sentry.init'
        ? options
        : CLIENT.test(key)
          ? client
          : RAVEN.test(key) && key !== 'global#config' && key !== 'global#Client'
            ? first
            : undefined,
  },
}) satisfies Model as Model;
