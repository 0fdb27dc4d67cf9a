import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { getAuth, signInAnonymously } from 'firebase/auth';
import { collection, getFirestore, onSnapshot } from 'firebase/firestore';
import { createEarnPlay, type Game } from '../../../client/src/index.ts';
import { fileStorage } from '../../../client/src/node.ts';
import { staffSignerOf } from '../../../client/src/staffSigning.ts';
import type { Phone } from '../phone.ts';
import { result, tell } from '../tell.ts';
import { until } from '../until.ts';
import { shows } from '../watch.ts';
import { refusal } from './inviteFriend.ts';
import type { Playing } from './onPlane.ts';

const run = promisify(execFile);
const AMOUNT = 600;
const MAKE_ADMIN = join(import.meta.dirname, '..', '..', 'make-admin.ts');

/** The player asks for money; support looks, approves and pays; nobody can do either alone. */
export async function cashOut(player: Playing, adminPhone: Phone, supportPhone: Phone): Promise<void> {
  const { game, phone, uid } = player;
  const before = game.balance.value.confirmed.coins.available;

  tell(`The player cashes out ${AMOUNT} coins. They are held, not gone.`);
  const asked = { amount: AMOUNT, method: 'paypal', paymentDetails: { email: 'player@example.org' } } as const;
  const { withdrawalId, status } = await game.call.requestWithdrawal(asked);
  await until('the coins are held', () => shows(game, before - AMOUNT, AMOUNT));
  result(`${status}; ${before - AMOUNT} coins to spend, ${AMOUNT} held.`);

  tell('The player asks for as much again, which the held coins cannot pay.');
  const code = await refusal(() => game.call.requestWithdrawal(asked));
  assert.equal(code, 'withdrawals/insufficient-balance');
  result(`Refused with ${code}.`);

  tell('An admin, made by `npm run make-admin`, appoints somebody for support.');
  const support = await appoint(adminPhone, supportPhone);
  result('Roles are custom claims; the audit log has both entries.');

  tell('Support opens the payment details, approves, pays and says so.');
  const { paymentDetails } = await support.call.revealPaymentDetails({ withdrawalId });
  assert.deepEqual(paymentDetails, asked.paymentDetails);
  await support.call.reviewWithdrawal({ withdrawalId, decision: 'approve' });
  const paid = await support.call.completeWithdrawal({ withdrawalId, outcome: 'completed', reference: 'payment-1' });
  assert.equal(paid.status, 'COMPLETED');
  await until('the held coins are gone', () => shows(game, before - AMOUNT));
  result(`${paid.status}; the player's screen shows ${before - AMOUNT} coins.`);

  tell('The player’s inbox has a note for each step.');
  let notes = 0;
  const stop = onSnapshot(collection(getFirestore(phone.app), `users/${uid}/inbox`), ({ docs }) => {
    notes = docs.filter((note) => note.get('kind') === 'withdrawal').length;
  });
  await until('three notes came', () => notes === 3);
  stop();
  result('PENDING, APPROVED, COMPLETED.');
  await support.close();
}

async function appoint(adminPhone: Phone, supportPhone: Phone): Promise<Game> {
  const adminUid = await signIn(adminPhone);
  // Blocked for seconds, this process would not hear that a server has closed a connection, and send on it.
  await run(process.execPath, [MAKE_ADMIN, '--uid', adminUid]);
  await getAuth(adminPhone.app).currentUser?.getIdToken(true);
  const admin = desk(adminPhone);
  await admin.call.setRole({ uid: await signIn(supportPhone), role: 'support' });
  await getAuth(supportPhone.app).currentUser?.getIdToken(true);
  await admin.close();
  return desk(supportPhone);
}

/** Staff's own client, which signs what it sends where the environment has a key for it. */
function desk({ app, disk }: Phone): Game {
  return createEarnPlay(app, {
    storage: fileStorage(join(disk, 'disk')),
    staffSigner: staffSignerOf(process.env),
  });
}

async function signIn({ app }: Phone): Promise<string> {
  return (await signInAnonymously(getAuth(app))).user.uid;
}
