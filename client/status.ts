/** The language status item: what the analysis is doing, how long it took last, and the way to its log. */
import { type Disposable, LanguageStatusSeverity, l10n, languages } from 'vscode';
import type { StatusParams } from '../server/protocol.ts';
import { LANGUAGES } from './languages.ts';
import type { ServerLink } from './server-link.ts';

export function showStatus(link: ServerLink): Disposable {
  const item = languages.createLanguageStatusItem('clauselint.status', [
    ...LANGUAGES.map((language) => ({ language })),
    { pattern: '**/clauselint.jsonc' },
  ]);
  item.name = 'Clauselint';
  item.command = { command: 'clauselint.showLog', title: l10n.t('Show Log') };
  const show = (status: StatusParams): void => {
    item.busy = status.state === 'starting' || status.state === 'analysing';
    item.severity = severity(status);
    item.text = text(status);
    item.detail = detail(status);
    item.accessibilityInformation = { label: [item.name, item.text, item.detail].filter(Boolean).join(', ') };
  };
  show(link.status);
  const listening = link.onStatus(show);
  return {
    dispose(): void {
      listening.dispose();
      item.dispose();
    },
  };
}

function severity(status: StatusParams): LanguageStatusSeverity {
  if (status.state === 'failed') return LanguageStatusSeverity.Error;
  return status.incomplete > 0 || status.message !== '' ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
}

function text({ state, findings }: StatusParams): string {
  if (state === 'starting') return l10n.t('Clauselint: starting');
  if (state === 'analysing') return l10n.t('Clauselint: checking');
  if (state === 'failed') return l10n.t('Clauselint: stopped');
  if (findings === 0) return l10n.t('Clauselint: no findings');
  return findings === 1 ? l10n.t('Clauselint: 1 finding') : l10n.t('Clauselint: {0} findings', findings);
}

function detail({ state, files, incomplete, milliseconds, message }: StatusParams): string {
  if (message !== '') return message;
  if (state !== 'idle') return '';
  const took = l10n.t('{0} files, last check {1} ms', files, Math.round(milliseconds));
  return incomplete === 0 ? took : l10n.t('{0}; {1} files not checked whole', took, incomplete);
}
