/** Where the portal runs. */
export interface Site {
  region: string;
  logDays: number;
}

export const account = process.env.CDK_DEFAULT_ACCOUNT;

export const sites = {
  main: { region: 'us-east-1', logDays: 400 },
  /** Opened for the customers of the Frankfurt office. */
  frankfurt: { region: 'eu-central-1', logDays: 90 },
} satisfies Record<string, Site>;
