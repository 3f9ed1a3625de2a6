/** What goes wrong in the customer's browser. */
import { datadogLogs } from '@datadog/browser-logs';

const DATADOG_SITE = 'datadoghq.eu';

export function startBrowserLogs(clientToken: string, release: string): void {
  datadogLogs.init({
    clientToken,
    site: DATADOG_SITE,
    service: 'portal-web',
    version: release,
    forwardErrorsToLogs: true,
    sessionSampleRate: 100,
  });
}
