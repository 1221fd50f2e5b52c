import type { Settings } from '@janus/config';

export interface BannerFacts {
  readonly settings: Settings;
  readonly url: string;
  readonly engine: string;
  /** Null once the setup is closed. */
  readonly setupToken: { readonly token: string; readonly path: string } | null;
  /** Whether a person reads this: only then is the token itself shown. */
  readonly isTerminal: boolean;
}

/** What a person wants to know who has just started the service. */
export function banner({ settings, url, engine, setupToken, isTerminal }: BannerFacts): string {
  const lines = [
    `Janus listens on   ${url}`,
    `Explorer           ${url}/docs`,
    `Engine             ${engine}`,
    `Data               ${settings.dataDir}`,
  ];
  if (setupToken) {
    lines.push(
      `First super admin  npm run janus -- admin create --email you@example.com`,
      `                   or POST ${url}/api/v1/setup with the token in ${setupToken.path} (30 minutes)`,
    );
    if (isTerminal) lines.push(`Setup token        ${setupToken.token}`);
  }
  return `\n${lines.map((line) => `  ${line}`).join('\n')}\n\n`;
}
