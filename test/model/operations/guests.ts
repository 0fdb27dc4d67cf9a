import type { Answer } from '../core/answer.ts';
import { callableKind, type Deciding } from '../core/callableKind.ts';
import { contactsOf } from '../core/contacts.ts';
import type { Kind } from '../core/operation.ts';
import type { Random } from '../core/random.ts';
import type { Scene } from '../core/scene.ts';
import { mayNotOpen, newAccount, openAccount, signInAnew } from '../oracle/accounts.ts';
import { dayNumber } from '../oracle/calendar.ts';
import { closeAccount, followDeletion } from '../oracle/deletions.ts';
import { holdDevice, mayNotHold, mayNotMove, moveDevice } from '../oracle/devices.ts';
import { storedScope } from '../oracle/keys.ts';
import { balancesOf, enterLedger } from '../oracle/ledger.ts';
import { mayNotAct, standingNow } from '../oracle/standing.ts';
import { type Account, answered, MONEY, type Oracle, refused } from '../oracle/state.ts';

/** Older accounts that take the device, and what is on it, over from a guest. */
export const kinds: readonly Kind[] = [
  callableKind({
    name: 'adoptGuest',
    weight: 3,
    access: 'player',
    sensitive: true,
    keyed: true,
    isLong: true,
    mayStop: true,
    draw(scene, random) {
      if (scene.isPair) return;
      const uid = random.chance(0.1) ? scene.newcomer(random) : random.pick(scene.players);
      const guest = drawGuest(scene, random);
      const seconds = Math.floor(scene.nowMs / 1_000) - (random.chance(0.1) ? 40_000 : 0);
      const provider = random.chance(0.05) ? 'custom' : 'anonymous';
      const guestToken = random.chance(0.03) ? 'no token' : `${provider}|${guest}|${seconds}`;
      // Mostly the device that the guest is on, which is looked up when it is sent.
      const deviceHash = random.chance(0.1) ? random.pick(scene.devices) : 'guest';
      const data = { guestToken, deviceHash, idempotencyKey: scene.nextName() };
      return { uid, guest, data };
    },
    wire({ deviceHash, ...data }, oracle, params) {
      const { guest } = { guest: '', ...params };
      signInAnew(oracle, params.uid);
      return { ...data, deviceHash: deviceHash === 'guest' ? deviceOf(oracle, guest) : deviceHash };
    },
    decide: adopt,
    follows: followDeletion,
  }),
];

/** Mostly somebody who has nothing but the sign-in of a guest. */
function drawGuest(scene: Scene, random: Random): string {
  const guests = scene.players.filter(isGuest);
  return guests.length > 0 && random.chance(0.9) ? random.pick(guests) : random.pick(scene.players);
}

function isGuest(uid: string): boolean {
  const { email, phoneNumber } = contactsOf(uid);
  return email === null && phoneNumber === null;
}

function deviceOf(oracle: Oracle, uid: string): string {
  return oracle.accounts.get(uid)?.device ?? storedScope([uid]);
}

function adopt(deciding: Deciding): Answer {
  const { oracle, uid, data, nowMs } = deciding;
  const account = oracle.accounts.get(uid);
  const reason = account === undefined ? undefined : mayNotAct(account, nowMs, deciding.signedInAtMs);
  if (reason !== undefined) return refused(reason);
  if (account === undefined && oracle.takenOver.has(uid)) return refused('users/deleted');
  const scope = storedScope([uid, 'adoptGuest', data.idempotencyKey]);
  const guestUid = guestOf(deciding);
  if (guestUid === undefined || guestUid === uid) return refused('guests/unknown-guest');
  const known = oracle.accounts.get(guestUid);
  const guest = known?.standing === 'deleted' ? undefined : known;
  const adopting = account ?? newAccount(uid, nowMs);
  const refusal = mayNotLeave(deciding, guest, scope) ?? mayNotCome(deciding, adopting, guest);
  if (refusal !== undefined) return refusal;
  takeOver(deciding, { adopting, guest, scope });
  return answered({ uid, deviceHash: deciding.sent.deviceHash, balances: balancesOf(adopting) });
}

interface Adoption {
  readonly adopting: Account;
  readonly guest: Account | undefined;
  readonly scope: string;
}

function takeOver(deciding: Deciding, { adopting, guest, scope }: Adoption): void {
  const { oracle, uid, nowMs, rules, sent } = deciding;
  const comes = rules.mergeBalance && guest?.referredBy !== uid && adopting.referredBy !== guest?.uid;
  const brought = comes && guest !== undefined ? { money: balancesOf(guest), debt: { ...guest.debt } } : undefined;
  const how = { reference: scope, configVersion: deciding.version, day: dayNumber(nowMs) };
  if (guest !== undefined) leave(deciding, guest, { ...how, type: 'guests.leave' }, brought);
  if (oracle.accounts.has(uid)) moveDevice(oracle, adopting, { nowMs, rules, deviceHash: sent.deviceHash });
  else open(deciding, adopting);
  moveAll(adopting, brought, 1, { ...how, type: 'guests.join' });
  if (brought !== undefined) adopting.counts.implausible += guest?.counts.implausible ?? 0;
}

function mayNotLeave({ oracle, nowMs }: Deciding, guest: Account | undefined, scope: string): Answer | undefined {
  if (guest === undefined) return undefined;
  if (standingNow(guest, nowMs) !== 'active') return refused('guests/not-active');
  if (oracle.deletions.has(scope)) return refused('idempotency/key-reused');
  return MONEY.some((money) => guest.money[money].locked > 0) ? refused('users/money-on-its-way') : undefined;
}

function mayNotCome(deciding: Deciding, adopting: Account, guest: Account | undefined): Answer | undefined {
  const { oracle, sent, nowMs, rules } = deciding;
  const held = oracle.devices.get(sent.deviceHash) ?? null;
  const holder = held === guest?.uid ? null : held;
  // Whoever has no account yet has moved nowhere.
  if (!oracle.accounts.has(adopting.uid)) return mayNotOpen(deciding) ?? mayNotHold(oracle, holder, sent.deviceHash);
  return mayNotMove(oracle, adopting, holder, { deviceHash: sent.deviceHash, nowMs, rules });
}

function leave({ oracle, sent, settled }: Deciding, guest: Account, how: How, brought: Purse | undefined) {
  // Only a device on which somebody has had a bonus remembers it.
  if (guest.referredBy === null) {
    guest.devices = guest.devices.filter((one) => one !== sent.deviceHash);
    if (guest.device === sent.deviceHash) oracle.devices.set(sent.deviceHash, null);
    if (guest.device === sent.deviceHash) guest.device = null;
  }
  moveAll(guest, brought, -1, how);
  closeAccount(oracle, guest, how.reference, settled);
}

function open({ oracle, sent, address, nowMs, rules, settled: { writes } }: Deciding, account: Account): void {
  holdDevice(oracle, account, sent.deviceHash);
  openAccount(oracle, account, { address, nowMs, rules, writes });
}

interface How {
  readonly type: string;
  readonly reference: string;
  readonly configVersion: number;
  readonly day: number;
}

type Purse = Pick<Account, 'money' | 'debt'>;

/** One posting for each currency of which there is anything. */
function moveAll(account: Account, brought: Purse | undefined, sign: 1 | -1, how: How): void {
  for (const currency of MONEY) {
    const amount = sign * (brought?.money[currency].available ?? 0);
    const due = sign * (brought?.debt[currency] ?? 0);
    const entry = { ...how, currency, actor: account.uid };
    if (amount !== 0) enterLedger(account, { ...entry, legs: { available: amount, transfers: -amount } });
    if (due !== 0) enterLedger(account, { ...entry, legs: { debt: -due, transfers: due } });
  }
}

/** Whom the token names, as Auth said of that person when it was asked. */
function guestOf({ oracle, operation, data }: Deciding): string | undefined {
  const [provider, uid = '', seconds] = data.guestToken.split('|');
  const person = oracle.guestsLookedUp.get(operation);
  if (provider !== 'anonymous' || person === undefined || !isGuest(uid)) return undefined;
  return Number(seconds) * 1_000 < person.validSinceMs ? undefined : uid;
}
