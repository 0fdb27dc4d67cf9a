import type { DarkPerson, DarkWorld } from '../../support/darkWorld.ts';
import { askFor } from '../withdrawals/asked.ts';

/**
 * Somebody with entries in the review queue: of a withdrawal that looked wrong, and, as whoever tries again is one entry,
 * of the same one further copies.
 */
export interface Suspect {
  readonly player: DarkPerson;
  /** The oldest first. */
  readonly logIds: readonly string[];
}

export async function suspect(world: DarkWorld, entries = 1): Promise<Suspect> {
  const player = await world.earner(2_000);
  await player.mend({ chargebacks: 1, stats: { implausible: 1 } });
  const { error } = await askFor(player);
  if (error?.details.code !== 'withdrawals/blocked') throw new Error(JSON.stringify(error));
  const [first] = (await world.server.ask('list', 'fraudLogs')).filter(({ data }) => data.uid === player.uid);
  for (let at = 1; at < entries; at += 1) await world.server.ask('copy', first?.path ?? '', `${first?.path}-${at}`);
  const logs = await world.server.ask('list', 'fraudLogs');
  const mine = logs.filter(({ data }) => data.uid === player.uid);
  return { player, logIds: mine.map(({ path }) => path.split('/')[1] ?? '') };
}

export function decide(by: DarkPerson, logId: string | undefined, decision: string) {
  return by.send('reviewFraud', { logId, decision, reason: 'decided in a test of it' });
}
