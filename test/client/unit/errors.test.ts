import assert from 'node:assert/strict';
import { FirebaseError } from 'firebase/app';
import { asEarnPlayError, EarnPlayError, heals, isRetryable, retryAfterSeconds } from '../../../client/src/errors.ts';
import { errorCatalogues } from '../../../functions/src/contract.ts';
import type { ErrorEntry } from '../../../functions/src/kernel/errors.ts';

function thrown(status: string, message: string, details?: unknown): unknown {
  return Object.assign(new FirebaseError(`functions/${status}`, message), { details });
}

describe('errors', () => {
  it('carry the catalogued code, the player’s words and the facts', () => {
    const details = { code: 'rate/limited', requestId: 'r1', retryAfterSeconds: 12 };
    const error = asEarnPlayError(thrown('resource-exhausted', 'That was too fast. [429]', details));
    assert.equal(error.code, 'rate/limited');
    assert.equal(error.message, 'That was too fast.');
    assert.equal(error.retryable, true);
    assert.equal(retryAfterSeconds(error), 12);
    assert.equal(error.details.requestId, 'r1');
  });

  it('are retryable exactly where the server’s catalogue says so', () => {
    const entries = errorCatalogues.flatMap((catalogue): ErrorEntry[] => Object.values(catalogue));
    for (const { code, retry } of entries) assert.equal(isRetryable(code), retry, code);
  });

  it('tell a server that was not reached from one that refused', () => {
    assert.equal(asEarnPlayError(thrown('internal', 'internal [0]')).code, 'client/unreachable');
    assert.equal(asEarnPlayError(thrown('unavailable', 'unavailable [503]')).code, 'client/unreachable');
    const refused = asEarnPlayError(thrown('not-found', 'no such function [404]'));
    assert.deepEqual([refused.code, refused.retryable], ['client/refused', false]);
  });

  it('take a token that cannot be fetched for a server that was not reached', () => {
    for (const code of ['auth/network-request-failed', 'appCheck/fetch-network-error', 'appCheck/throttled']) {
      const error = asEarnPlayError(new FirebaseError(code, 'no token'));
      assert.deepEqual([error.code, error.retryable], ['client/unreachable', true], code);
    }
    assert.equal(asEarnPlayError(new FirebaseError('auth/wrong-password', 'no')).code, 'client/refused');
  });

  it('heal exactly where the server’s catalogue says so, or where the answer was none of ours', () => {
    const entries = errorCatalogues.flatMap((catalogue): ErrorEntry[] => Object.values(catalogue));
    for (const { code, heals: expected = false } of entries) assert.equal(heals(code), expected, code);
    const own = [
      'platform/unauthenticated',
      'platform/app-check-required',
      'platform/feature-off',
      'events/other-player',
    ];
    for (const code of [...own, 'client/refused', 'client/signed-out']) assert.equal(heals(code), true, code);
  });

  it('stay as they are when they are ours already', () => {
    const error = new EarnPlayError('queue/full', 'full');
    assert.equal(asEarnPlayError(error), error);
  });
});
