import { join } from 'node:path';
import { interruptCommand, runCommand, statusOfCommand } from '../scripts/suite/command.ts';
import { repositoryRoot } from '../scripts/suite/paths.ts';
import { untilSignal } from '../scripts/suite/signals.ts';

/** Runs a script in a fresh suite that it has for itself, with more in the environment of everything there. */
export async function runInOwnSuite(words: readonly string[], environment: Record<string, string>): Promise<void> {
  const launcher = join(repositoryRoot, 'scripts', 'suite', 'withEmulators.ts');
  const child = runCommand([process.execPath, launcher, process.execPath, ...words], {
    ...process.env,
    ...environment,
  });
  const first = await Promise.race([statusOfCommand(child), untilSignal()]);
  if (typeof first !== 'number') await interruptCommand(child, first);
  if (first !== 0) throw new Error(`${words[0]} ended with ${first}`);
}
