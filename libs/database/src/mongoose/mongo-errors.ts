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
  const { name, code, message, errorResponse } = error as Error & { code?: unknown; errorResponse?: unknown };
  return (
    // What ends a write of several documents comes inside an error of another name.
    (errorResponse instanceof Error && isAway(errorResponse)) ||
    awayNames.includes(name) ||
    error instanceof mongoose.mongo.MongoNetworkError ||
    (typeof code === 'number' && awayCodes.includes(code)) ||
    /ECONN|before initial connection|Client must be connected|connection .* closed/i.test(message)
  );
}

/**
 * Which documents of an unordered insert a unique index refused; all others are stored.
 * @throws the error itself if it is another: then nobody knows which are
 */
export function refusedBy(error: unknown): number[] {
  if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) throw error;
  const refused = [error.writeErrors].flat();
  // None at all: the connection was lost, and the error is only dressed as one of these.
  const isRefusalOnly =
    refused.length > 0 && !error.result.getWriteConcernError() && refused.every((one) => isDuplicate(one.err));
  if (!isRefusalOnly) throw error;
  return refused.map(({ index }) => index);
}

/** An error that may be logged: a refused document is not told with what it holds. What tells errors apart stays. */
export function withoutValues(error: unknown): unknown {
  if (!(error instanceof mongoose.mongo.MongoError) && !(error instanceof mongoose.Error)) return error;
  const { name, message, code, keyPattern } = error as Error & { code?: unknown; keyPattern?: unknown };
  return Object.assign(new Error(message), { name, code, keyPattern });
}
