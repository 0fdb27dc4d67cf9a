import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeFirebase } from '../../functions/src/platform/runtime/firebase.ts';
import { describe } from '../suite/suiteError.ts';
import { bringBack, findLosses, loseEverything, playAgain, restore } from './after.ts';
import { SABOTAGES, sabotage, wipe } from './backup.ts';
import { backUp, type Kept, playForDays, playOn } from './before.ts';
import { Difference, demand, elapsed, result, step } from './steps.ts';

/** Backup, total loss and restore, with players before, between and after; answers the exit status. */
export async function rehearse(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'earnplay-backup-'));
  try {
    await play(join(folder, 'export'));
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

async function play(folder: string): Promise<void> {
  const cast = await playForDays();
  const kept = await backUp(cast, folder);
  const unheard = await playOn(cast);
  await loseEverything(cast);
  await noticeDamage(kept, folder);
  await restore(kept, folder);
  await findLosses(cast);
  await playAgain(cast, unheard);
}

/** A comparison that found everything in order with half of the documents gone would prove nothing. */
async function noticeDamage(kept: Kept, folder: string): Promise<void> {
  step('Copies of the backup are damaged on purpose: restoring them must not hold.');
  for (const damage of SABOTAGES) {
    const copy = `${folder}-without-${damage}`;
    cpSync(folder, copy, { recursive: true });
    sabotage(copy, damage);
    const noticed = await bringBack(kept, copy).then(() => undefined, describeDamage);
    demand(noticed !== undefined, `a restore of damaged ${damage} does not hold`);
    result(`Damaged ${damage}: ${noticed}`);
    await wipe();
  }
}

/** The emulator may refuse damaged documents by itself. Any other error is one of the rehearsal. */
function describeDamage(error: unknown): string {
  const told = error instanceof Error ? error.message.replace(/\s+/gu, ' ') : describe(error);
  if (error instanceof Difference || told.includes(':import: ')) return told;
  throw error;
}
