/**
 * A classic design as a function of its own, `classicServer.ts <design>`: every action is one call. It is served as
 * Cloud Functions serve a callable, sign-in included, and does nothing that the design can do without.
 */
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { GameEvent } from '../../../functions/src/events/contract.ts';
import { event as eventSchema } from '../../../functions/src/events/contract.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import * as transactionPerEvent from '../../baselines/transactionPerEvent.ts';
import * as writePerAction from '../../baselines/writePerAction.ts';
import type { Firestore } from '../../sdk.ts';
import { type ClassicName, classicDesigns } from './classicDesigns.ts';

const functionsRequire = createRequire(new URL('../../../functions/package.json', import.meta.url));
const { onCall } = functionsRequire('firebase-functions/https');
const express = functionsRequire('express');

type Credit = (database: Firestore, uid: string, event: GameEvent) => Promise<void>;

const credits: Readonly<Record<ClassicName, Credit>> = {
  [classicDesigns.write]: writePerAction.creditAction,
  [classicDesigns.transaction]: (database, uid, event) => transactionPerEvent.creditBatch(database, uid, [event]),
};

const name = Object.values(classicDesigns).find((one) => one === process.argv[2]);
if (name === undefined) throw new Error(`there is no classic design ${process.argv[2]}`);
const credit = credits[name];
const database = await adminFirestore();

interface ClassicCall {
  readonly auth?: { readonly uid: string };
  readonly data: unknown;
}

const app = express();
app.use(express.json());
app.post(
  '/rewardAction',
  onCall(async ({ auth, data }: ClassicCall) => {
    if (auth === undefined) throw new Error('nobody is signed in');
    await credit(database, auth.uid, eventSchema.parse(data));
    return { ok: true };
  }),
);
const server = app.listen(0, '127.0.0.1', () => {
  const { port }: AddressInfo = server.address();
  process.send?.({ port });
});
// A profile is a document that the player reads, and no call.
process.on('message', (path: string) => {
  database
    .doc(path)
    .get()
    .then(
      () => process.send?.({ read: path }),
      () => process.exit(1),
    );
});
process.on('disconnect', () => process.exit());
