import { withPhones } from './phone.ts';
import { cashOut } from './scenes/cashOut.ts';
import { goodbye } from './scenes/goodbye.ts';
import { inviteFriend } from './scenes/inviteFriend.ts';
import { onPlane } from './scenes/onPlane.ts';
import { onTrip } from './scenes/onTrip.ts';

/** The product's promise as a story, against public callables: earn offline, invite, cash out, leave. */
export async function runStory(): Promise<number> {
  try {
    await withPhones(async (buy) => {
      const game = await onPlane(await buy());
      const friend = await inviteFriend(game, await buy());
      await onTrip(game);
      await cashOut(game, await buy(), await buy());
      await goodbye(game, friend);
    });
    console.log('\nEvery step was as promised.');
    return 0;
  } catch (error) {
    console.error(`\n✖ Not as promised: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}
