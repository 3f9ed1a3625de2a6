/** The user's settings, section `clauselint`: read from whatever the client sends, with what is missing or makes no sense at its default. */

export type ShownSeverity = 'error' | 'warning' | 'information' | 'hint' | 'off';

export interface Settings {
  /** How a breach that the contract calls an error, a warning or an information is shown. */
  readonly severity: Readonly<Record<'error' | 'warning' | 'information', ShownSeverity>>;
  readonly run: 'onType' | 'onSave';
  /** Milliseconds of quiet after a keystroke before the analysis. */
  readonly debounce: number;
  /** Show as hints what cannot be told. */
  readonly unknown: boolean;
  /** Milliseconds that one file may take before it is set aside. */
  readonly timeLimit: number;
}

export const SECTION = 'clauselint';

export const DEFAULTS: Settings = {
  severity: { error: 'error', warning: 'warning', information: 'information' },
  run: 'onType',
  debounce: 40,
  unknown: false,
  timeLimit: 10_000,
};

const SHOWN: readonly ShownSeverity[] = ['error', 'warning', 'information', 'hint', 'off'];

export function settingsOf(given: unknown): Settings {
  const all = record(given);
  const severity = record(all['severity']);
  const shown = (name: keyof Settings['severity']): ShownSeverity => SHOWN.find((one) => one === severity[name]) ?? DEFAULTS.severity[name];
  return {
    severity: { error: shown('error'), warning: shown('warning'), information: shown('information') },
    run: all['run'] === 'onSave' ? 'onSave' : 'onType',
    debounce: number(all['debounce'], 0, 5000) ?? DEFAULTS.debounce,
    unknown: all['unknown'] === true,
    timeLimit: number(all['timeLimit'], 100, 600_000) ?? DEFAULTS.timeLimit,
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function number(value: unknown, least: number, most: number): number | undefined {
  return typeof value === 'number' && value >= least && value <= most ? value : undefined;
}
