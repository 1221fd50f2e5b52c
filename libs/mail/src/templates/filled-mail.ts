import type { Language } from './language.js';

/** The words of one mail, filled. */
export interface FilledMail {
  readonly language: Language;
  readonly subject: string;
  readonly greeting: string;
  readonly paragraphs: readonly string[];
  readonly link: { readonly label: string; readonly url: string; readonly hint: string } | null;
  readonly footer: string;
}
