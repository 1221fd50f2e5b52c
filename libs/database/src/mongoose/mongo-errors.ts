import mongoose from 'mongoose';

/** Whether a unique index refused the write. @param field part of the index's key; empty for any */
export function isDuplicate(error: unknown, field = ''): boolean {
  const { code, keyPattern } = error as { code?: unknown; keyPattern?: Record<string, unknown> };
  return code === 11000 && (field === '' || (keyPattern !== undefined && field in keyPattern));
}

const awayNames = [
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongoOperationTimeoutError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoPoolClosedError',
  'MongoPoolClearedError',
  'MongoWaitQueueTimeoutError',
  'MongoWriteConcernError',
  'MongoExpiredSessionError',
  'MongooseServerSelectionError',
  'DisconnectedError',
];
// Interrupted, shutting down, stepping down, not primary, out of disk, write concern not met in time.
const awayCodes = [6, 7, 50, 64, 89, 91, 189, 202, 262, 9001, 10107, 11600, 11602, 13435, 13436, 14031, 100];

/** Whether the database could not do its work now, whoever asked for whatever. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, code, message } = error as Error & { code?: unknown };
  return (
    awayNames.includes(name) ||
    error instanceof mongoose.mongo.MongoNetworkError ||
    (typeof code === 'number' && awayCodes.includes(code)) ||
    /ECONN|before initial connection|Client must be connected|connection .* closed/i.test(message)
  );
}

/** An error that may be logged: a refused document is not told with what it holds. What tells errors apart stays. */
export function withoutValues(error: unknown): unknown {
  if (!(error instanceof mongoose.mongo.MongoError) && !(error instanceof mongoose.Error)) return error;
  const { name, message, code, keyPattern } = error as Error & { code?: unknown; keyPattern?: unknown };
  return Object.assign(new Error(message), { name, code, keyPattern });
}
