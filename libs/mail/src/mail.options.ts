import { ConfigurableModuleBuilder } from '@nestjs/common';

/** A name, which may be empty, and one address. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** How mails leave: to a server, into a folder, or not at all (they wait in the outbox). */
export type MailTransport =
  | { readonly kind: 'smtp'; readonly server: SmtpServer }
  | { readonly kind: 'capture'; readonly folder: string; readonly showsLinks: boolean }
  | { readonly kind: 'none' };

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS, where the server offers it. */
  readonly isSecure: boolean;
  /** Null where none is asked for. */
  readonly credentials: { readonly user: string; readonly password: string } | null;
}

export interface MailOptions {
  readonly transport: MailTransport;
  readonly from: Mailbox;
  /** Where links lead; a function, for it may follow from the port that the system chose. */
  readonly publicUrl: () => string;
  /** 32 bytes each: the first seals what a message holds, all of them open it. */
  readonly keys: readonly Buffer[];
  /** Key that signs page cursors. */
  readonly cursorKey: Buffer;
  /** Folder of texts that replace ours; null for none. */
  readonly templatesDir: string | null;
}

export const { ConfigurableModuleClass: MailModuleClass, MODULE_OPTIONS_TOKEN: MAIL_OPTIONS } =
  new ConfigurableModuleBuilder<MailOptions>({ moduleName: 'Mail' }).setClassMethodName('forRoot').build();
