import assert from 'node:assert/strict';
import { Refused } from '../../../functions/src/kernel/decision.ts';
import { transact } from '../../../functions/src/platform/storage/transaction.ts';

/** What the SDK throws where Firestore has given a transaction up while its callback was running. */
const GIVEN_UP = [
  '3 INVALID_ARGUMENT: Transaction is invalid or closed.',
  '3 INVALID_ARGUMENT: The referenced transaction has expired or is no longer valid.',
  '10 ABORTED: Transaction lock timeout.',
];

function failingWith(text: string): Promise<never> {
  const error = Object.assign(new Error(text), { code: Number.parseInt(text, 10) });
  return transact(() => Promise.reject(error));
}

describe('a transaction that Firestore has given up', function () {
  this.timeout(30_000);

  for (const text of GIVEN_UP) {
    it(`is contention, which the caller may try again: ${text}`, async () => {
      await assert.rejects(failingWith(text), (error: unknown) => {
        assert.ok(error instanceof Refused);
        assert.deepEqual([error.error.code, error.error.retry], ['platform/contention', true]);
        return true;
      });
    });
  }

  it('is not taken for one whose request was wrong', async () => {
    const text = '3 INVALID_ARGUMENT: Document name "users/" is not valid.';
    await assert.rejects(failingWith(text), { message: text });
  });
});
