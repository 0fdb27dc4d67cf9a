import { callables } from '../../functions/src/contract.ts';
import { DAY_MS, HOUR_MS } from '../../functions/src/kernel/time.ts';
import { adminFirestore } from '../../functions/src/platform/runtime/firebase.ts';
import { growOlder } from '../suite/growOlder.ts';
import { runSchedule } from '../suite/scheduler.ts';
import { exportAll } from './backup.ts';
import { type Contents, contents, quietContents } from './contents.ts';
import { Earnings } from './earnings.ts';
import { verifyLedger } from './ledger.ts';
import { daysOfPlay, Person, type PlayedEvent, win } from './person.ts';
import { place } from './place.ts';
import { demand, demandSame, result, step } from './steps.ts';

/** Whoever plays, and what of it was sent. */
export interface Cast {
  readonly ada: Person;
  readonly brook: Person;
  /** What both have sent before the backup. */
  readonly old: readonly (readonly [Person, readonly PlayedEvent[]])[];
  readonly withdrawalId: string;
  readonly earnings: Earnings;
}

export async function playForDays(): Promise<Cast> {
  step('Two players play for six days; one has invited the other, and asks for a withdrawal.');
  const earnings = await Earnings.watch();
  const [ada, brook] = [new Person('ada'), new Person('brook')];
  await ada.signUp();
  await brook.signUp(ada.referralCode);
  for (const { uid } of [ada, brook]) await growOlder(uid, 8 * DAY_MS);
  const old = [ada, brook].map((person) => [person, daysOfPlay(Date.now())] as const);
  for (const [person, days] of old) {
    const { processed, deltaCoins } = await person.send(days);
    demand(processed === days.length, `all ${days.length} events of ${person.email} are credited`);
    result(`${person.email}: ${processed} events, ${deltaCoins} coins.`);
  }
  const details = { method: 'paypal', paymentDetails: { email: ada.email }, deviceHash: ada.deviceHash };
  const request = { amount: 500, ...details, idempotencyKey: 'withdrawal' };
  const { withdrawalId, status } = await ada.call(callables.requestWithdrawal, request);
  demand(status === 'PENDING', 'the withdrawal waits for its review');
  return { ada, brook, old, withdrawalId, earnings };
}

/** What is in the backup. */
export interface Kept {
  readonly contents: Contents;
  readonly totals: ReadonlyMap<string, string>;
}

export async function backUp({ ada }: Cast, folder: string): Promise<Kept> {
  step('Everything comes to rest, and the ledger holds.');
  await runSchedule(place.functions, 'sweepOutbox', Date.now() + HOUR_MS);
  await quietContents(() => isSettled(ada.uid));
  const totals = verifyLedger();
  const kept = await contents();
  result(`${kept.documents.size} documents and ${kept.people.size} people.`);

  step('The backup is made.');
  await exportAll(folder);
  demandSame('documents', kept.documents, (await contents()).documents);
  result('Nothing has changed while it was made.');
  return { contents: kept, totals };
}

/** All messages have been published and have had their effect: the referrer is paid and has both lines in the inbox. */
async function isSettled(referrerUid: string): Promise<boolean> {
  const database = await adminFirestore();
  const [waiting, unpaid, inbox] = await Promise.all([
    database.collectionGroup('days').where('outboxSince', '>', new Date(0)).get(),
    database.collection('referralClaims').where('status', '==', 'WAITING').get(),
    database.collection(`users/${referrerUid}/inbox`).get(),
  ]);
  return waiting.empty && unpaid.empty && inbox.size === 2;
}

/** What is credited after the backup; the answer to it was lost on its way. */
export async function playOn({ ada, brook, earnings }: Cast): Promise<readonly PlayedEvent[]> {
  step('Players go on: one batch is answered, the answer to another is lost on its way.');
  const toldBefore = (await earnings.all()).length;
  const unheard = [win(Date.now() - 1_000)];
  await ada.send([win(Date.now() - 2_000)]);
  await brook.send(unheard);
  await quietContents(async () => (await earnings.all()).length === toldBefore + 2);
  result('Both are credited, after the backup.');
  return unheard;
}
