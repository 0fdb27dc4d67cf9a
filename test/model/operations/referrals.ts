import { sweepReferralCredits } from '../../../functions/src/referrals/sweepReferralCredits.ts';
import { callableKind } from '../core/callableKind.ts';
import { codeSent, drawCode } from '../core/drawCode.ts';
import type { Kind } from '../core/operation.ts';
import { boundDevice } from '../oracle/devices.ts';
import { balancesOf } from '../oracle/ledger.ts';
import { payReferrers } from '../oracle/referralCredits.ts';
import { claim } from '../oracle/referrals.ts';
import { mayNotAct } from '../oracle/standing.ts';
import { answered, refused } from '../oracle/state.ts';
import { recordBlock } from '../oracle/suspicion.ts';

/** Claims of codes, each worth the same to both; the code's owner is paid later, by whoever comes first. */
export const kinds: readonly Kind[] = [
  callableKind({
    name: 'claimReferral',
    weight: 12,
    access: 'player',
    keyed: true,
    draw(scene, random) {
      const uid = random.pick(scene.players);
      const deviceHash = random.chance(0.9) ? 'bound' : random.pick(scene.devices);
      const data = { ...drawCode(scene, random), deviceHash, idempotencyKey: scene.nextName() };
      // Many from one address, now and then.
      const address = random.chance(0.5) ? { address: scene.addressOf(scene.everybody[0] ?? uid) } : {};
      if (random.chance(0.02)) return { uid, data: { ...data, deviceHash: 'unhashed' }, invalid: true };
      return { uid, data, ...address };
    },
    wire: (data, oracle, params) => codeSent(boundDevice(data, oracle, params), oracle),
    decide(deciding) {
      const { oracle, uid, sent, nowMs, signedInAtMs } = deciding;
      const account = oracle.accounts.get(uid);
      const reason = mayNotAct(account, nowMs, signedInAtMs);
      if (reason !== undefined || account === undefined) return refused(reason ?? '');
      const refusal = claim({ ...deciding, account, code: sent.referralCode, deviceHash: sent.deviceHash });
      if (refusal !== undefined) return refusal;
      const { referrer, reward } = oracle.referrals.get(uid) ?? {};
      return answered({ referrerUid: referrer, reward, balances: balancesOf(account) });
    },
    follows: recordBlock,
  }),
  {
    name: 'sweepReferrals',
    weight: 1.5,
    draw: () => ({}),
    run: (_system, { atMs, skewMs }) => sweepReferralCredits(atMs + skewMs),
    isJob: true,
    settle: (oracle, settled) => payReferrers(oracle, settled),
  },
];
