import type { User } from '@janus/access';
import type { AuditOrigin } from '@janus/audit';
import { AuditService } from '@janus/audit';
import { Clock, Problem } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
import { mailProblems } from '../mail.problems.js';
import type { MessageState, OutboxMessage } from './outbox-message.js';
import { OutboxReader } from './outbox-reader.js';
import type { MessagePageQuery } from './outbox-reader.js';
import { OutboxRepository } from './outbox.repository.js';
import { OutboxSignal } from './outbox-signal.js';

/** The outbox for operators: look, and try again. */
@Injectable()
export class OutboxService {
  constructor(
    private readonly outbox: OutboxRepository,
    private readonly reader: OutboxReader,
    private readonly signal: OutboxSignal,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  list(query: MessagePageQuery): Promise<OutboxMessage[]> {
    return this.reader.list(query);
  }

  count(state: MessageState | null): Promise<number> {
    return this.reader.count(state);
  }

  /** A dead message waits again, if it has not expired; any other is left as it is. @throws Problem MESSAGE_NOT_FOUND */
  async retry(id: string, actor: User | null, origin: AuditOrigin): Promise<OutboxMessage> {
    const changes = [{ field: 'messageId', before: null, after: id }];
    const event = { type: 'mail.retried' as const, actor, target: null, changes };
    if (await this.audit.around(event, origin, () => this.outbox.retry(id, this.clock.now()))) this.signal.notify();
    const message = await this.reader.find(id);
    if (!message) throw new Problem(mailProblems.MESSAGE_NOT_FOUND);
    return message;
  }
}
