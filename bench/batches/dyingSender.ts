import type { GameEvent } from '../../functions/src/events/contract.ts';
import { observeFirestore } from '../../test/support/firestoreTraffic.ts';
import { designs, perEvent } from './designs.ts';

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
  const commitsInAll = design === perEvent ? events.length : 1;
  const fatal = Math.ceil(commitsInAll / 2);
  let sent = 0;
  let answered = 0;
  observeFirestore({
    sent(method) {
      if (method === 'Commit') sent += 1;
      if (method === 'Commit' && death === 'before-commit' && sent === fatal) die();
    },
    received(method) {
      if (method === 'Commit') answered += 1;
      if (method === 'Commit' && death === 'after-commit' && answered === fatal) die();
    },
  });
  await design.send(uid, events);
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}
