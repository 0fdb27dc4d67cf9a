import type { Answer } from '../core/answer.ts';
import { callableKind, type Deciding } from '../core/callableKind.ts';
import { codeSent, drawCode } from '../core/drawCode.ts';
import type { Kind } from '../core/operation.ts';
import type { Random } from '../core/random.ts';
import type { Scene } from '../core/scene.ts';
import { holdDevice } from '../oracle/devices.ts';
import { balancesOf, openMoney } from '../oracle/ledger.ts';
import { visit } from '../oracle/places.ts';
import { claim } from '../oracle/referrals.ts';
import { type Account, answered, noCounts, refused } from '../oracle/state.ts';
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
    wire: codeSent,
    decide(deciding) {
      const { oracle, uid, data, settled } = deciding;
      if (oracle.accounts.has(uid)) return refused('users/already-exists');
      const device = data.deviceHash;
      if ((oracle.devices.get(device) ?? null) !== null) return refused('devices/already-bound');
      const account = newAccount(uid, deciding.nowMs);
      const holders = oracle.deviceHolders.get(device) ?? [];
      holdDevice(oracle, account, device);
      const refusal = claimAtOnce(deciding, account);
      if (refusal !== undefined) {
        oracle.devices.set(device, null);
        oracle.deviceHolders.set(device, holders);
        return refusal;
      }
      visit(account, deciding.address, deciding.nowMs);
      const code = settled.writes.find(({ path, after }) => path.startsWith('referralCodes/') && after?.uid === uid);
      account.code = code?.path.split('/')[1] ?? '';
      oracle.codes.set(account.code, uid);
      oracle.accounts.set(uid, account);
      return answered({ uid, referralCode: account.code, balances: balancesOf(account) });
    },
    follows: recordBlock,
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

function newAccount(uid: string, nowMs: number): Account {
  return {
    uid,
    standing: 'active',
    frozenBy: [],
    createdAtMs: nowMs,
    signedOutAtMs: null,
    code: '',
    referredBy: null,
    places: [],
    lastRequestMs: null,
    device: null,
    devices: [],
    money: openMoney(),
    entries: [],
    moves: [],
    streak: { day: null, length: 0 },
    counts: noCounts(),
    days: new Map(),
  };
}
