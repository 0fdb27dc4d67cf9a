import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ClaimState, decideClaim } from '../../functions/src/referrals/rules.ts';

const SOUND: ClaimState = {
  uid: 'me',
  onBoundDevice: true,
  referrerUid: 'you',
  deviceUsed: false,
  referredBy: null,
  deviceHolders: ['me'],
  referrersReferrer: null,
};

/** In descending order of precedence, each with a state that breaks it. */
const BREAKS: readonly (readonly [string, Partial<ClaimState>])[] = [
  ['referrals/wrong-device', { onBoundDevice: false }],
  ['referrals/unknown-code', { referrerUid: null }],
  ['referrals/own-code', { referrerUid: 'me' }],
  ['referrals/device-used', { deviceUsed: true }],
  ['referrals/already-claimed', { referredBy: 'somebody' }],
  ['referrals/mutual', { referrersReferrer: 'me' }],
];

function codeOf(state: Partial<ClaimState>): string {
  const decision = decideClaim({ ...SOUND, ...state });
  return decision.ok ? 'ok' : decision.error.code;
}

describe('a claim of a referral code', () => {
  it('answers whose code it is', () => {
    assert.deepEqual(decideClaim(SOUND), { ok: true, value: 'you' });
  });

  for (const [at, [code]] of BREAKS.entries()) {
    it(`is refused with ${code} before whatever comes after`, () => {
      // What comes first is laid on last: an unknown code is nobody's own.
      const broken = Object.assign(
        {},
        ...BREAKS.slice(at)
          .map(([, breaks]) => breaks)
          .reverse(),
      );
      assert.equal(codeOf(broken), code);
    });
  }

  it('passes only where nothing is wrong, whatever else is', () => {
    fc.assert(
      fc.property(fc.subarray([...BREAKS]), (rows) => {
        const state = Object.assign({}, ...rows.map(([, breaks]) => breaks).reverse());
        assert.equal(codeOf(state), rows[0]?.[0] ?? 'ok');
      }),
    );
  });

  it('is for the code of somebody who was referred by anybody but the claimer', () => {
    assert.equal(codeOf({ referrersReferrer: 'somebody' }), 'ok');
  });

  it('takes the code of anybody who shared a device for the claimer’s own', () => {
    const others = fc.array(fc.constantFrom('a', 'b', 'you'));
    fc.assert(
      fc.property(others, (holders) => {
        const expected = holders.includes('you') ? 'referrals/own-code' : 'ok';
        assert.equal(codeOf({ deviceHolders: ['me', ...holders] }), expected);
      }),
    );
  });
});
