/** A link that is shown or mailed once; only its digest is kept. */
export interface InvitationLink {
  readonly url: string;
  readonly token: string;
  readonly expiresAt: Date;
}
