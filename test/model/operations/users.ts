import type { Answer } from '../core/answer.ts';
import { callableKind, type Deciding } from '../core/callableKind.ts';
import { codeSent, drawCode } from '../core/drawCode.ts';
import type { Kind } from '../core/operation.ts';
import type { Random } from '../core/random.ts';
import type { Scene } from '../core/scene.ts';
import { mayNotOpen, newAccount, openAccount, signInAnew } from '../oracle/accounts.ts';
import { holdDevice, mayNotHold } from '../oracle/devices.ts';
import { balancesOf } from '../oracle/ledger.ts';
import { giveBack, takesNoPlace } from '../oracle/rates.ts';
import { claim } from '../oracle/referrals.ts';
import { type Account, answered } from '../oracle/state.ts';
import { recordBlock } from '../oracle/suspicion.ts';

export const kinds: readonly Kind[] = [
  callableKind({
    name: 'createUser',
    weight: 7,
    opens: true,
    access: 'player',
    keyed: true,
    draw(scene, random) {
      const uid = random.chance(0.12) ? scene.newcomer(random) : random.pick(scene.players);
      const referral = random.chance(0.25) ? drawCode(scene, random) : {};
      const data = { ...referral, deviceHash: drawDevice(scene, random), idempotencyKey: scene.nextName() };
      if (random.chance(0.03)) return { uid, data: { ...data, country: 'Utopia' }, invalid: true };
      // Friends sign up where their friend is, now and then all of them.
      const address = random.chance(0.2) ? { address: scene.addressOf(scene.everybody[0] ?? uid) } : {};
      return { uid, data: random.chance(0.3) ? { ...data, country: 'DE' } : data, ...address };
    },
    wire(data, oracle, params) {
      signInAnew(oracle, params.uid);
      return codeSent(data, oracle);
    },
    decide(deciding) {
      const { oracle, uid, data, settled } = deciding;
      const refusal = mayNotOpen(deciding);
      if (refusal !== undefined) return refusal;
      const device = data.deviceHash;
      const taken = mayNotHold(oracle, oracle.devices.get(device) ?? null, device);
      if (taken !== undefined) return taken;
      const account = newAccount(uid, deciding.nowMs);
      const holders = oracle.deviceHolders.get(device) ?? [];
      holdDevice(oracle, account, device);
      const unclaimed = claimAtOnce(deciding, account);
      if (unclaimed !== undefined) {
        oracle.devices.set(device, null);
        oracle.deviceHolders.set(device, holders);
        return unclaimed;
      }
      openAccount(oracle, account, {
        address: deciding.address,
        nowMs: deciding.nowMs,
        rules: deciding.rules,
        writes: settled.writes,
      });
      return answered({ uid, referralCode: account.code, balances: balancesOf(account) });
    },
    follows: recordBlock,
    answered(oracle, { params }, answer, nowMs) {
      if (takesNoPlace('createUser', answer)) giveBack(oracle, 'createUser', params.address, nowMs);
    },
  }),
];

/** Mostly a device that nobody has been on. */
function drawDevice(scene: Scene, random: Random): string {
  if (random.chance(0.35)) return random.pick(scene.devices);
  const fresh = random.hex(32);
  scene.devices.push(fresh);
  return fresh;
}

/** The claim of a code with which somebody signs up: refused, it refuses all of it. */
function claimAtOnce(deciding: Deciding, account: Account): Answer | undefined {
  const { referralCode: code, deviceHash } = deciding.sent;
  return code === undefined ? undefined : claim({ ...deciding, account, code, deviceHash });
}
