import mongoose from 'mongoose';
import { isAway, refusedBy } from './mongo-errors.js';

const { MongoBulkWriteError, MongoNetworkError } = mongoose.mongo;
type BulkResult = ConstructorParameters<typeof MongoBulkWriteError>[1];

const noConcern = { getWriteConcernError: () => undefined } as unknown as BulkResult;
const lost = new MongoNetworkError('connection 1 to 192.0.2.1:27017 interrupted due to server monitor timeout');

function refusal(...codes: number[]) {
  const writeErrors = codes.map((code, index) => ({ index, err: { code, keyPattern: { email: 1 } } }));
  return new MongoBulkWriteError({ message: 'E11000', code: codes[0], writeErrors } as never, noConcern);
}

describe('a write of several documents', () => {
  const cut = new MongoBulkWriteError(lost, noConcern);

  it('whose connection is lost met a database that is away', () => {
    expect([isAway(lost), isAway(cut), isAway(refusal(11000))]).toEqual([true, true, false]);
  });

  it('names those that a unique index refused, and passes on whatever else went wrong', () => {
    expect(refusedBy(refusal(11000, 11000))).toEqual([0, 1]);
    expect(() => refusedBy(refusal(11000, 121))).toThrow(MongoBulkWriteError);
    expect(() => refusedBy(cut)).toThrow(MongoBulkWriteError);
    expect(() => refusedBy(lost)).toThrow(MongoNetworkError);
  });
});
