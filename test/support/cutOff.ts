import assert from 'node:assert/strict';
import { demoSettings } from './demoSettings.ts';
import { dyingAt } from './dyingAtCommit.ts';
import { FunctionServer } from './functionServer.ts';
import type { Player } from './world.ts';

/** Calls an instance of the suite's project that dies right after its first commit: it happened, and nobody is answered. */
export async function callCutOff(player: Player, name: string, input: object): Promise<void> {
  const doomed = await FunctionServer.start({ ...demoSettings(), ...dyingAt(1) });
  try {
    await assert.rejects(player.call(name, input, { url: doomed.url }), /fetch failed/);
  } finally {
    await doomed.stop();
  }
}
