import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { ParsedMail } from 'mailparser';
import { simpleParser } from 'mailparser';
import type { SMTPServerOptions } from 'smtp-server';
import { SMTPServer } from 'smtp-server';

/** A mail as the server took it. */
export interface ReceivedMail {
  readonly from: string;
  readonly recipients: readonly string[];
  readonly raw: Buffer;
  readonly mail: ParsedMail;
}

/** How the server behaves; may be changed while it runs. */
export interface SmtpBehaviour {
  /** Called before an answer to DATA: a promise that it waits for. */
  beforeAnswer: (mail: ReceivedMail) => Promise<void> | void;
  /** A refusal of a recipient, for instance `550 5.1.1 no such user`. */
  refuseRecipient: (address: string) => string | null;
  /** A refusal after the mail was read. */
  refuseMail: (mail: ReceivedMail) => string | null;
}

/** A real SMTP server on a socket that keeps what it gets, in the order in which it came. */
export class SmtpTestServer {
  readonly received: ReceivedMail[] = [];
  readonly behaviour: SmtpBehaviour = { beforeAnswer: () => {}, refuseRecipient: () => null, refuseMail: () => null };
  private server: SMTPServer | null = null;
  private port = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly options: SMTPServerOptions = {}) {}

  /** Starts, after a stop on the port that it had. */
  async start(): Promise<void> {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      ...this.options,
      onRcptTo: ({ address }, _session, done) => done(refusal(this.behaviour.refuseRecipient(address))),
      onData: (stream, { envelope }, done) => {
        void this.take(stream, envelope).then(done, done);
      },
    });
    this.server.on('error', () => {});
    const listening = this.server.listen(this.port, '127.0.0.1');
    await once(listening, 'listening');
    this.port = (listening.address() as AddressInfo).port;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  get address(): { host: string; port: number } {
    return { host: '127.0.0.1', port: this.port };
  }

  /** Ends at once; who is connected is cut off. */
  async stop(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = null;
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    for (const connection of server.connections) connection.close();
    await closed;
  }

  /** Resolves once so many mails have come in all. */
  async got(count: number): Promise<readonly ReceivedMail[]> {
    while (this.received.length < count) {
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
      });
    }
    return this.received;
  }

  private async take(
    stream: NodeJS.ReadableStream,
    envelope: { mailFrom: false | { address: string }; rcptTo: readonly { address: string }[] },
  ): Promise<Error | null> {
    const raw = await buffer(stream);
    const received = {
      from: envelope.mailFrom ? envelope.mailFrom.address : '',
      recipients: envelope.rcptTo.map(({ address }) => address),
      raw,
      mail: await simpleParser(raw),
    };
    const refused = this.behaviour.refuseMail(received);
    if (refused !== null) return refusal(refused);
    this.received.push(received);
    for (const resolve of this.waiting.splice(0)) resolve();
    await this.behaviour.beforeAnswer(received);
    return null;
  }
}

function refusal(text: string | null): Error | null {
  if (text === null) return null;
  const [code = '', ...words] = text.split(' ');
  return Object.assign(new Error(words.join(' ')), { responseCode: Number(code) });
}
