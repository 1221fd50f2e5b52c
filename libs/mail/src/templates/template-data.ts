/** What each mail needs to know. `name` is how the person calls themself, which may be anything: see `values.ts`. */
export interface TemplateData {
  'verify-email': { readonly name: string | null; readonly token: string };
  'reset-password': { readonly name: string | null; readonly token: string };
  'accept-invitation': { readonly name: string | null; readonly token: string };
  /** To the new address. */
  'confirm-email': { readonly name: string | null; readonly token: string };
  /** To the old address, with a link that takes the change back. */
  'email-changed': { readonly name: string | null; readonly token: string; readonly newEmail: string };
  'password-changed': { readonly name: string | null; readonly at: Date };
  'new-device': {
    readonly name: string | null;
    readonly at: Date;
    readonly device: string | null;
    readonly ip: string | null;
  };
  'refresh-reuse': { readonly name: string | null; readonly at: Date; readonly device: string | null };
  /** To somebody who has an account already. */
  'registration-of-known-address': { readonly name: string | null };
}

export type TemplateName = keyof TemplateData;

export type LinkPath = 'verify-email' | 'reset-password' | 'accept-invitation' | 'confirm-email' | 'undo-email';

export interface TemplateFacts {
  /** Where its one link leads, below `/account/`; null for a mail without a link. */
  readonly link: LinkPath | null;
  /** What its text may mention as `{{placeholder}}`. */
  readonly placeholders: readonly Placeholder[];
  /** How long it is worth sending, and its link good, unless whoever asks for it says otherwise. */
  readonly lifeSeconds: number;
}

export type Placeholder = 'name' | 'validFor' | 'newEmail' | 'at' | 'device' | 'ip';

const minute = 60;
const day = 24 * 60 * minute;

export const templateFacts: Readonly<Record<TemplateName, TemplateFacts>> = {
  'verify-email': { link: 'verify-email', placeholders: ['name', 'validFor'], lifeSeconds: day },
  'reset-password': { link: 'reset-password', placeholders: ['name', 'validFor'], lifeSeconds: 30 * minute },
  'accept-invitation': { link: 'accept-invitation', placeholders: ['name', 'validFor'], lifeSeconds: 7 * day },
  'confirm-email': { link: 'confirm-email', placeholders: ['name', 'validFor'], lifeSeconds: day },
  'email-changed': { link: 'undo-email', placeholders: ['name', 'validFor', 'newEmail'], lifeSeconds: 7 * day },
  'password-changed': { link: null, placeholders: ['name', 'at'], lifeSeconds: 3 * day },
  'new-device': { link: null, placeholders: ['name', 'at', 'device', 'ip'], lifeSeconds: 3 * day },
  'refresh-reuse': { link: null, placeholders: ['name', 'at', 'device'], lifeSeconds: 3 * day },
  'registration-of-known-address': { link: null, placeholders: ['name'], lifeSeconds: day },
};

export const templateNames = Object.keys(templateFacts) as readonly TemplateName[];

export function isTemplateName(text: string): text is TemplateName {
  return Object.hasOwn(templateFacts, text);
}
