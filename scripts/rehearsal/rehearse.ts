import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeFirebase } from '../../functions/src/platform/runtime/firebase.ts';
import { describe } from '../suite/suiteError.ts';
import { findLosses, loseEverything, playAgain, restore } from './after.ts';
import { type Sabotage, sabotage } from './backup.ts';
import { backUp, playForDays, playOn } from './before.ts';
import { Difference, elapsed, step } from './steps.ts';

/** Backup, total loss and restore, with players before, between and after; answers the exit status. */
export async function rehearse(damage: Sabotage | undefined): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'earnplay-backup-'));
  try {
    await play(join(folder, 'export'), damage);
    console.log(`\n[${elapsed()}] The restore holds.`);
    return 0;
  } catch (error) {
    const told = error instanceof Difference ? error.message : describe(error);
    console.error(`\n[${elapsed()}] ✖ The restore does not hold: ${told}`);
    return 1;
  } finally {
    await closeFirebase();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function play(folder: string, damage: Sabotage | undefined): Promise<void> {
  const cast = await playForDays();
  const kept = await backUp(cast, folder);
  const unheard = await playOn(cast);
  await loseEverything(cast);
  if (damage !== undefined) {
    step(`The backup is damaged on purpose (${damage}).`);
    sabotage(folder, damage);
  }
  await restore(kept, folder);
  await findLosses(cast);
  await playAgain(cast, unheard);
}
