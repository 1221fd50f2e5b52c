import type { LinkPath } from '@janus/mail';

export interface AccountPage {
  /** What the button calls, below `/api/v1/auth/`. */
  readonly endpoint: string;
  /** Whether one chooses a password on it. */
  readonly asksPassword: boolean;
}

/** The pages that mail links open, by the last part of the link: the compiler finds a link without a page. */
export const accountPages: Readonly<Record<LinkPath, AccountPage>> = {
  'verify-email': { endpoint: 'verify-email', asksPassword: false },
  'reset-password': { endpoint: 'reset-password', asksPassword: true },
  'accept-invitation': { endpoint: 'accept-invitation', asksPassword: true },
  'confirm-email': { endpoint: 'confirm-email-change', asksPassword: false },
  'undo-email': { endpoint: 'undo-email-change', asksPassword: false },
};

export const accountPageNames = Object.keys(accountPages) as readonly LinkPath[];
