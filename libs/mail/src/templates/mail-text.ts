import type { TemplateName } from './template-data.js';

/** The words of one mail in one language; text and HTML are made of them. `{{placeholders}}` are filled when it is sent. */
export interface MailText {
  /** One line, without placeholders. */
  readonly subject: string;
  readonly greeting: string;
  /** One whose placeholder has no value is left out. */
  readonly paragraphs: readonly string[];
  /** What the link is called; null for a mail without a link. */
  readonly button: string | null;
  readonly footer: string;
}

/** All mails of one language: the compiler finds a missing one. */
export type Catalogue = Readonly<Record<TemplateName, MailText>>;

/** What stands around the words of any mail. */
export interface Frame {
  /** Before the link in full, for who cannot press the button. */
  readonly linkHint: string;
}
