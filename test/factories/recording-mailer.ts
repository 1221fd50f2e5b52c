import type { Mail, SendError } from '@janus/mail';
import { Mailer } from '@janus/mail';

/** A way out whose other end is this list. */
export class RecordingMailer extends Mailer {
  readonly attempts: Mail[] = [];
  readonly sent: Mail[] = [];
  underWay = 0;
  most = 0;
  isClosed = false;
  /** What becomes of an attempt: null lets it pass. */
  answer: (mail: Mail) => SendError | null | Promise<SendError | null> = () => null;

  async send(mail: Mail): Promise<void> {
    this.attempts.push(mail);
    this.underWay += 1;
    this.most = Math.max(this.most, this.underWay);
    try {
      const error = await this.answer(mail);
      if (error) throw error;
      this.sent.push(mail);
    } finally {
      this.underWay -= 1;
    }
  }

  close(): void {
    this.isClosed = true;
  }
}
