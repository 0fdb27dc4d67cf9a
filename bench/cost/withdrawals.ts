import { adminFirestore } from '../../functions/src/platform/runtime/firebase.ts';
import { eventually } from '../../test/support/eventually.ts';
import { freshKey, type Player, world } from '../../test/support/world.ts';
import type { Devices } from './play/devices.ts';
import { letMinutesPass } from './window.ts';

/** A withdrawal from the request to the payment, with its review and everything that tells of it. */
const AMOUNT = 600;
const COINS = 2_000;
const STATUSES_TOLD = 3;

export interface Desk {
  readonly support: Player;
}

/** Gives each player what a withdrawal asks for: coins, and a history of play. */
export async function prepareWithdrawals(uids: readonly string[]): Promise<Desk> {
  const support = await world.staff('support');
  const database = await adminFirestore();
  for (const uid of uids) {
    const posting = { uid, currency: 'coins', amount: COINS, reason: 'coins for a benchmark' };
    // One admin may correct little a day alone.
    await insist(await world.staff('admin'), 'adjustBalance', { ...posting, idempotencyKey: freshKey() });
    const account = database.doc(`users/${uid}`);
    await account.update({ 'stats.gamesWon': 10, 'stats.adsWatched': 50 });
  }
  return { support };
}

/** Every player asks for money and gets it. Hours lie between the steps: all that follows from one ends before the next. */
export async function withdrawAll(folder: string, devices: Devices, { support }: Desk): Promise<void> {
  const ids = await devices.withdraw(AMOUNT);
  await letMinutesPass(folder);
  for (const withdrawalId of ids) {
    await insist(support, 'revealPaymentDetails', { withdrawalId });
    await insist(support, 'reviewWithdrawal', { withdrawalId, decision: 'approve', idempotencyKey: freshKey() });
  }
  await letMinutesPass(folder);
  for (const withdrawalId of ids) {
    const paid = { withdrawalId, outcome: 'completed', reference: 'bench', idempotencyKey: freshKey() };
    await insist(support, 'completeWithdrawal', paid);
  }
  await letMinutesPass(folder);
  for (const uid of devices.uids) await insistTold(uid);
}

/** On a machine that does much else, a message may come after a time in which nothing did. */
async function insistTold(uid: string): Promise<void> {
  await eventually(async () => {
    const { docs } = await (await adminFirestore()).collection(`users/${uid}/inbox`).get();
    if (docs.length !== STATUSES_TOLD) throw new Error(`${uid} was told of ${docs.length} of ${STATUSES_TOLD} steps`);
  });
}

async function insist(caller: Player, name: string, input: object): Promise<void> {
  const { error } = await caller.call(name, input);
  if (error !== undefined) throw new Error(`${name}: ${JSON.stringify(error)}`);
}
