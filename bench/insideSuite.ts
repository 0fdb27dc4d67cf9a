import { join } from 'node:path';
import { interruptCommand, runCommand, statusOfCommand } from '../scripts/suite/command.ts';
import { repositoryRoot } from '../scripts/suite/paths.ts';
import { untilSignal } from '../scripts/suite/signals.ts';

/**
 * Benchmarks write thousands of documents and flush Redis, so they run only against what the launcher has started: its
 * variables must all be there, and the project must be a demo project, which cannot exist in the cloud.
 */
const SUITE_VARIABLES = [
  'FIRESTORE_EMULATOR_HOST',
  'FIREBASE_AUTH_EMULATOR_HOST',
  'PUBSUB_EMULATOR_HOST',
  'EARNPLAY_FUNCTIONS_URL',
  'EARNPLAY_REDIS_SERVER',
  'REDIS_URL',
];

export function isInsideSuite(environment: NodeJS.ProcessEnv): boolean {
  const isDemo = environment.GCLOUD_PROJECT?.startsWith('demo-') ?? false;
  return isDemo && SUITE_VARIABLES.every((name) => Boolean(environment[name]));
}

/** Runs this program again, with the same arguments, in a fresh suite; answers its status. */
export async function runInsideSuite(args: readonly string[]): Promise<number> {
  const launcher = join(repositoryRoot, 'scripts', 'suite', 'withEmulators.ts');
  const itself = join(import.meta.dirname, 'run.ts');
  const interrupted = untilSignal();
  const child = runCommand([process.execPath, launcher, process.execPath, itself, ...args], process.env);
  const first = await Promise.race([statusOfCommand(child), interrupted]);
  if (typeof first === 'number') return first;
  await interruptCommand(child, first);
  return statusOfCommand(child);
}
