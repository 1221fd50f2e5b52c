import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import type { Mailbox } from '../mail.options.js';
import { compose } from './compose.js';
import type { Mail } from './mailer.js';
import { Mailer, SendError } from './mailer.js';

/** For development: each mail is a file `<time>-<id>.eml`, which any mail program opens, and a line in the log. */
export class CaptureMailer extends Mailer {
  private readonly logger = new Logger('Mail');
  private readonly transporter = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

  /** @param showsLinks whether the log has the link: it opens an account */
  constructor(
    private readonly folder: string,
    private readonly from: Mailbox,
    private readonly showsLinks: boolean,
  ) {
    super();
  }

  async send(mail: Mail, now: Date): Promise<void> {
    const { message } = await this.transporter.sendMail(compose(mail, this.from, now));
    // Colons are no part of a file's name everywhere; what is left sorts by time.
    const name = `${now.toISOString().replaceAll(':', '-')}-${mail.id}.eml`;
    try {
      await this.write(name, message as Buffer);
    } catch (error) {
      throw new SendError(
        'unreachable',
        `the mail folder cannot be written (${String((error as { code?: unknown }).code)})`,
      );
    }
    if (this.showsLinks) this.logger.log(`to ${mail.recipient}: ${mail.link ?? mail.subject} (${name})`);
  }

  close(): void {}

  /** In one step, so that nobody reads half a mail. */
  private async write(name: string, content: Buffer): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const fresh = join(this.folder, `.${name}.part`);
    await writeFile(fresh, content, { mode: 0o600 });
    await rename(fresh, join(this.folder, name));
  }
}
