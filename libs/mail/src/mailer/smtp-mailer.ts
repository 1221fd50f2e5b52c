import { hostname } from 'node:os';
import type { Transporter } from 'nodemailer';
import { createTransport } from 'nodemailer';
import type { Mailbox, SmtpServer } from '../mail.options.js';
import { compose } from './compose.js';
import type { Mail } from './mailer.js';
import { Mailer } from './mailer.js';
import { toSendError } from './smtp-errors.js';

/** A server may take its time over each answer (RFC 5321 section 4.5.3.2), but not forever. */
export interface SmtpPace {
  readonly connections: number;
  readonly connectMs: number;
  readonly answerMs: number;
}

const defaultPace: SmtpPace = { connections: 5, connectMs: 15_000, answerMs: 60_000 };
const mailsPerConnection = 100;

/** Sends by SMTP (RFC 5321) over a pool of connections. */
export class SmtpMailer extends Mailer {
  private readonly transporter: Transporter;

  constructor(
    server: SmtpServer,
    private readonly from: Mailbox,
    { connections, connectMs, answerMs }: SmtpPace = defaultPace,
  ) {
    super();
    const { host, port, isSecure, credentials } = server;
    // What never leaves this machine needs no proof of who is there.
    const isLocal = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/.test(host);
    this.transporter = createTransport({
      pool: true,
      maxConnections: connections,
      maxMessages: mailsPerConnection,
      ...helloName(hostname(), this.from.address),
      // The outbox repeats; a repetition in here would outlive the lease.
      maxRequeues: 0,
      host,
      port,
      secure: isSecure,
      // A password never goes over the network in the clear.
      requireTLS: credentials !== null && !isLocal && !isSecure,
      tls: { minVersion: 'TLSv1.2', rejectUnauthorized: !isLocal },
      ...(credentials ? { auth: { user: credentials.user, pass: credentials.password } } : {}),
      dnsTimeout: connectMs,
      connectionTimeout: connectMs,
      greetingTimeout: answerMs,
      socketTimeout: answerMs,
      logger: false,
    });
    // A connection that breaks while nobody uses it is replaced.
    this.transporter.on('error', () => {});
  }

  async send(mail: Mail, now: Date): Promise<void> {
    try {
      await this.transporter.sendMail(compose(mail, this.from, now));
    } catch (error) {
      throw toSendError(error);
    }
  }

  close(): void {
    this.transporter.close();
  }
}

/**
 * How we greet (RFC 5321 section 4.1.4): by the name of this host if it is a full one. That of a container is none, and then the
 * domain that mails come from is a better name than the loopback address, at which some relays hang up.
 */
export function helloName(host: string, from: string): { readonly name?: string } {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const name = [host, domain].find((one) => one.includes('.'));
  return name === undefined ? {} : { name };
}
