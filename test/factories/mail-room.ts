import type { Engine } from '@janus/database';
import { openEngine } from '@janus/database';
import type { Clock } from '@janus/kernel';
import type { DispatchPace, Mailer } from '@janus/mail';
import {
  Jitter,
  MailDelivery,
  MailDispatcher,
  MailService,
  MailWriter,
  MessageOpener,
  OutboxService,
  OutboxSignal,
  OutboxSweeper,
  Pacer,
} from '@janus/mail';
import { auditOn } from './audit.js';
import { TestClock } from './test-clock.js';

export const mailKey = Buffer.alloc(32, 7);

interface Given {
  readonly engine?: Engine;
  readonly clock?: Clock;
  readonly mailer: Mailer | null;
  readonly pace?: Partial<DispatchPace>;
  readonly random?: () => number;
}

/** One instance of the mail room; several on one engine are several instances. */
export function mailRoomOn(engine: Engine, { clock, mailer, pace = {}, random = () => 0.5 }: Given & { clock: Clock }) {
  const { outbox, outboxReader } = engine.adapters;
  const options = { keys: [mailKey], publicUrl: () => 'https://id.test/base', templatesDir: null };
  const [signal, jitter] = [new OutboxSignal(), new Jitter(random)];
  const writer = new MailWriter(options);
  const delivery = new MailDelivery(outbox, mailer, new MessageOpener(writer, options), clock, jitter);
  const pacer = new Pacer(clock, jitter, { concurrency: 5, leaseMs: 30_000, pollMs: 4_000, stopMs: 5_000, ...pace });
  return {
    engine,
    outbox,
    reader: outboxReader,
    writer,
    service: new MailService(outbox, signal, clock, options),
    operators: new OutboxService(outbox, outboxReader, signal, auditOn(engine.adapters, clock), clock),
    sweeper: new OutboxSweeper(outbox, clock),
    dispatcher: new MailDispatcher(outbox, delivery, signal, pacer, clock),
  };
}

/** A mail room in memory, on a clock that stands still. */
export async function memoryMailRoom(given: Omit<Given, 'clock' | 'engine'>) {
  const engine = await openEngine({ url: 'memory:', poolSize: 1, timeoutMs: 1_000 });
  const clock = new TestClock();
  return { clock, ...mailRoomOn(engine, { ...given, clock }) };
}
