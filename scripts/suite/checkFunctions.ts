import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Schedule, schedulesIn } from './scheduler.ts';
import { SuiteError } from './suiteError.ts';

/**
 * Loads the functions as the emulator will, so that a broken import is known before the emulators have started.
 * The way in is the one that deployment uses: the binary of firebase-functions, told to write a manifest. Answers the
 * schedules in it.
 */
export function checkFunctions(folder: string, projectId: string, env: NodeJS.ProcessEnv): Promise<Schedule[]> {
  const manifest = join(folder, 'manifest.yaml');
  const functions = join(folder, 'functions');
  const environment = {
    ...env,
    FUNCTIONS_CONTROL_API: 'true',
    FUNCTIONS_EMULATOR: 'true',
    FUNCTIONS_MANIFEST_OUTPUT_PATH: manifest,
    GCLOUD_PROJECT: projectId,
    FIREBASE_CONFIG: JSON.stringify({ projectId }),
  };
  const program = join(functions, 'node_modules', '.bin', 'firebase-functions');
  const child = spawn(program, [functions], { cwd: functions, env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.once('error', (error) => reject(new SuiteError(`The functions could not be loaded: ${error.message}`)));
    child.once('close', (code) => {
      if (code === 0) resolve(schedulesIn(manifest));
      else reject(new SuiteError(`The functions could not be loaded.\n${errors.trim()}`));
    });
  });
}
