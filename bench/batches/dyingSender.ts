import type { GameEvent } from '../../functions/src/events/contract.ts';
import { adminFirestore } from '../../functions/src/platform/firebase.ts';
import { designs, perEvent } from './designs.ts';
import { intercept } from './firestoreRequests.ts';

/** A process that sends a batch and is killed on the way, as an instance is that runs out of memory or time. */
export type Death = 'before-commit' | 'after-commit';

export interface DyingSend {
  readonly designName: string;
  readonly uid: string;
  readonly events: readonly GameEvent[];
  readonly death: Death;
}

process.once('message', (order: DyingSend) => {
  send(order).then(
    // Surviving is the failure here; the parent tells by the status.
    () => process.exit(3),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});

async function send({ designName, uid, events, death }: DyingSend): Promise<void> {
  const design = designs.find(({ name }) => name === designName);
  if (design === undefined) throw new Error(`no design "${designName}"`);
  const commitsOfOneEach = design === perEvent ? events.length : 1;
  const fatal = Math.ceil(commitsOfOneEach / 2);
  let commits = 0;
  intercept(await adminFirestore(), async (method, _, request) => {
    if (method === 'commit') commits += 1;
    const isFatal = method === 'commit' && commits === fatal;
    if (isFatal && death === 'before-commit') process.kill(process.pid, 'SIGKILL');
    const answer = await request();
    if (isFatal) process.kill(process.pid, 'SIGKILL');
    return answer;
  });
  await design.send(uid, events);
}
