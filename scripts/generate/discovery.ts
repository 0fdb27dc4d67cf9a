import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleFunctions } from '../bundleFunctions.ts';
import { repositoryRoot } from '../suite/paths.ts';

/**
 * Builds and loads the functions as a deployment does. Nothing here reads `functions/lib`, which an emulator may be
 * running from.
 */
const run = promisify(execFile);

/** What a deployment uploads: `functions/` as firebase.json has it, with a fresh bundle as `lib`. */
export async function stageFunctions(target: string): Promise<void> {
  const source = join(repositoryRoot, 'functions');
  const { functions } = JSON.parse(readFileSync(join(repositoryRoot, 'firebase.json'), 'utf8'));
  const left = new Set([...functions.ignore, 'lib'].map((name: string) => join(source, name)));
  mkdirSync(target, { recursive: true });
  cpSync(source, target, { recursive: true, filter: (path) => !left.has(path) });
  await bundleFunctions(join(target, 'lib'));
}

/**
 * Asks the SDK in `folder` for what Cloud Functions would deploy from it, just as the Firebase CLI asks. Only the
 * given environment is visible, so nothing can come from the developer's shell.
 */
export async function discoverEndpoints(folder: string): Promise<unknown> {
  const manifest = join(folder, 'functions.json');
  const program = join(folder, 'node_modules', '.bin', 'firebase-functions');
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    GCLOUD_PROJECT: 'demo-earnplay',
    FIREBASE_CONFIG: JSON.stringify({ projectId: 'demo-earnplay' }),
    FUNCTIONS_CONTROL_API: 'true',
    FUNCTIONS_MANIFEST_OUTPUT_PATH: manifest,
  };
  await run(process.execPath, [program, folder], { cwd: folder, env });
  return JSON.parse(readFileSync(manifest, 'utf8'));
}
