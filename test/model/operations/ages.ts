import { transactVerified } from '../../../functions/src/platform/storage/optimistic.ts';
import { accountDoc } from '../../../functions/src/users/store.ts';
import type { Kind } from '../core/operation.ts';
import { DAY } from '../oracle/calendar.ts';
import { answered } from '../oracle/state.ts';

/**
 * No use case of the product, but something about the people: an account that was there long before the world began to be
 * looked at. Without it nobody in a world of a few hours could have played for days.
 */
export const kinds: readonly Kind[] = [
  {
    name: 'growOlder',
    weight: 5,
    draw: (scene, random) => ({ uid: random.pick(scene.players), days: random.pick([1, 3, 8, 40]) }),
    run: (_system, { params: { uid, days } }) =>
      transactVerified(async (tx) => {
        const doc = accountDoc(uid);
        const account = await tx.get(doc);
        // Nobody who came back is older than what was before.
        if (account !== undefined && account.signedOutAt === null)
          tx.merge(doc, { createdAt: new Date(account.createdAt - days * DAY) });
        return null;
      }),
    settle(oracle, { operation, refused }) {
      const { uid, days } = operation.params;
      const account = oracle.accounts.get(uid);
      if (account !== undefined && account.signedOutAtMs === null && !refused) account.createdAtMs -= days * DAY;
      return answered(null);
    },
  },
];
