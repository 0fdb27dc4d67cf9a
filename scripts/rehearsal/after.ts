import { callables } from '../../functions/src/contract.ts';
import { adminFirestore } from '../../functions/src/platform/runtime/firebase.ts';
import { importAll, wipe } from './backup.ts';
import type { Cast, Kept } from './before.ts';
import { type Contents, contents, quietContents } from './contents.ts';
import type { Earning } from './earnings.ts';
import { verifyLedger } from './ledger.ts';
import { type Person, type PlayedEvent, win } from './person.ts';
import { demand, demandSame, result, step } from './steps.ts';

/** What was promised: an hour until players play again. With a handful of players this is a floor and no proof. */
const RTO_SECONDS = 3_600;

export async function loseEverything({ ada }: Cast): Promise<void> {
  step('Everything is lost.');
  await wipe();
  const { documents, people } = await contents();
  demand(documents.size === 0 && people.size === 0, 'there is no document and nobody left');
  const refused = await ada.send([win(Date.now() - 100)]).then(
    () => false,
    () => true,
  );
  demand(refused, 'a player who is in no database is refused');
  await wipe();
  result('No document and nobody is left, and nobody can play.');
}

/** Imports a backup; what then differs from what was there ends the rehearsal. */
export async function bringBack(kept: Kept, folder: string): Promise<Contents> {
  await importAll(folder);
  const restored = await contents();
  demandSame('documents', kept.contents.documents, restored.documents);
  demandSame('people', kept.contents.people, restored.people);
  return restored;
}

export async function restore(kept: Kept, folder: string): Promise<void> {
  const fromMs = performance.now();
  step('The backup is restored.');
  const restored = await bringBack(kept, folder);
  result(`All ${restored.documents.size} documents and ${restored.people.size} people are as they were.`);

  step('The ledger is verified.');
  demandSame('totals', kept.totals, verifyLedger());
  const seconds = (performance.now() - fromMs) / 1_000;
  demand(seconds < RTO_SECONDS, 'players play again within the hour');
  result(`It holds, with the totals of before; ${seconds.toFixed(1)} s after the restore began.`);
}

/** Postings that were told of and that no wallet has any more. */
async function lost({ earnings }: Cast): Promise<Earning[]> {
  const database = await adminFirestore();
  const found: Earning[] = [];
  for (const earning of await earnings.all()) {
    const wallet = await database.doc(`users/${earning.uid}`).get();
    if (earning.sequence > (wallet.get('version') ?? 0)) found.push(earning);
  }
  return found;
}

export async function findLosses(cast: Cast): Promise<void> {
  step('What was credited after the backup is found: postings that were told of and that no wallet has.');
  const found = await lost(cast);
  demand(found.length === 2, `the two batches of after the backup are found, not ${found.length}`);
  for (const { uid, sequence, coins } of found) result(`player ${uid}: posting ${sequence}, ${coins} coins`);
}

export async function playAgain(cast: Cast, unheard: readonly PlayedEvent[]): Promise<void> {
  step('Players sign in again and send what they have not heard of; nothing counts twice.');
  const { ada, brook, old, withdrawalId } = cast;
  for (const [person, events] of old) {
    await person.signIn();
    await demandStatus(person, events, 'duplicate', 'what was credited before the backup');
  }
  await demandStatus(brook, unheard, 'credited', 'what was credited after the backup and never answered');
  await demandStatus(brook, unheard, 'duplicate', 'the same, sent once more,');
  await demandStatus(ada, [win(Date.now() - 500)], 'credited', 'a new win');
  const { status, balances } = await ada.call(callables.cancelWithdrawal, { withdrawalId, idempotencyKey: 'cancel' });
  demand(status === 'CANCELLED' && balances.coins.locked === 0, 'money that was on its way can be taken back');
  result(
    'Old events are duplicates, the unanswered batch landed once, a new one counts, and the held coins came back.',
  );

  step('The ledger is verified once more, with what has been played since.');
  await quietContents(async () => true);
  verifyLedger();
  const coins = { ada: 6 * 10 * 15 + 100 + 10, brook: 6 * 10 * 15 + 100 + 10 };
  for (const [person, expected] of [
    [ada, coins.ada],
    [brook, coins.brook],
  ] as const) {
    const account = await (await adminFirestore()).doc(`users/${person.uid}`).get();
    const { available, locked } = account.get('balances.coins');
    demand(available === expected && locked === 0, `${person.email} has ${expected} coins, not ${available}`);
  }
  result(`Lost for good is only what was answered between backup and loss: one win of ${ada.email}.`);
}

async function demandStatus(person: Person, events: readonly PlayedEvent[], status: string, what: string) {
  const { results } = await person.send(events);
  const other = results.find((one) => one.status !== status);
  demand(other === undefined, `${what} of ${person.email} is ${status}: ${JSON.stringify(other)}`);
}
