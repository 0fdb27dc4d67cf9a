import assert from 'node:assert/strict';
import fc from 'fast-check';
import { partyOf, readSearch } from '../../functions/src/desk/searchRules.ts';

/** What the words are taken for, but for a uid, which nearly anything can be. */
function kindsOf(words: string): Record<string, string> {
  const { uid: _uid, ...kinds } = readSearch(words);
  return Object.fromEntries(Object.entries(kinds).flatMap(([kind, value]) => (value === null ? [] : [[kind, value]])));
}

describe('the words in the search box', () => {
  it('are taken for whatever they can be, as they are pasted', () => {
    const hash = 'ab'.repeat(32);
    for (const [words, kinds] of [
      [' someone@example.org\n', { email: 'someone@example.org' }],
      ['+31 (0)20 123-45.67', { phoneNumber: '+310201234567' }],
      ['0031201234567', { phoneNumber: '+0031201234567' }],
      ['abcd-efgh', { referralCode: 'ABCDEFGH' }],
      [hash.toUpperCase(), { hash }],
      ['0f-001796129467332-0fabc', { auditId: '0f-001796129467332-0fabc' }],
      ['some uid', {}],
      ['', {}],
    ] as const) {
      assert.deepEqual(kindsOf(words), kinds, words);
    }
  });

  it('are a uid unless Firestore could have no document of it', () => {
    for (const uid of ['game|42', 'a.b@c.de', 'line:U1', 'former-ab12']) assert.equal(readSearch(` ${uid} `).uid, uid);
    for (const none of ['', ' ', '.', '..', '__x__', 'a/b', '\ud800', 'x'.repeat(129)])
      assert.equal(readSearch(none).uid, null, none);
  });

  it('are never too strange to be read', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (words) => Object.keys(readSearch(words)).length === 6));
  });
});

describe('what an entry of the audit log is about', () => {
  it('leads to its player, directly or by a withdrawal', () => {
    assert.deepEqual(partyOf('users/u1'), { uid: 'u1' });
    assert.deepEqual(partyOf('staff/u1'), { uid: 'u1' });
    assert.deepEqual(partyOf('withdrawals/w1'), { withdrawalId: 'w1' });
    assert.deepEqual([partyOf('config/economy'), partyOf(null)], [{}, {}]);
  });
});
