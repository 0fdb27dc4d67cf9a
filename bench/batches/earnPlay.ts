import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { GameEvent } from '../../functions/src/events/contract.ts';
import { batchEvents } from '../../functions/src/events/functions.ts';
import '../../functions/src/index.ts';
import { DAY_MS, utcDay } from '../../functions/src/kernel/time.ts';
import { adminFirestore } from '../../functions/src/platform/runtime/firebase.ts';
import { createUser } from '../../functions/src/users/functions.ts';
import { growOlder } from '../../scripts/suite/growOlder.ts';
import { wrap } from '../sdk.ts';
import type { Design } from './design.ts';

/**
 * EarnPlay through its exported callables with everything that they do: App Check, sign-in, rate limits in Redis,
 * parsing, pricing, ledger posting, and checking the response, which production leaves out.
 */
const callBatchEvents = wrap(batchEvents);
const callCreateUser = wrap(createUser);
type Request = Parameters<typeof callBatchEvents>[0];

/** As the platform hands a call over; each comes from an address of its own, so that rate limits count and never refuse. */
function request(uid: string, data: unknown): Request {
  const address = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;
  const rawRequest = { headers: { 'x-forwarded-for': address }, get: () => undefined };
  const verified = { auth: { uid, token: { uid } }, app: { appId: 'bench' } };
  return { ...verified, data, rawRequest } as unknown as Request;
}

export const earnPlay: Design = {
  name: 'EarnPlay',
  async newPlayer() {
    const uid = randomUUID();
    const deviceHash = randomBytes(32).toString('hex');
    await callCreateUser(request(uid, { deviceHash, idempotencyKey: randomUUID() }));
    // Somebody who has played yesterday was there yesterday.
    await growOlder(uid, 3 * DAY_MS);
    return uid;
  },
  async send(uid, events) {
    return callBatchEvents(request(uid, { events }));
  },
  async coins(uid) {
    const player = await (await adminFirestore()).doc(`users/${uid}`).get();
    return Number(player.get('balances.coins.available'));
  },
};

/** The journal pages that the events belong to. */
export function pagesOf(uid: string, events: readonly GameEvent[]): string[] {
  return [...new Set(events.map(({ occurredAt }) => `users/${uid}/days/${utcDay(occurredAt)}`))];
}
