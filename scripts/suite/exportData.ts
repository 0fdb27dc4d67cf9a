/** `npm run export-emulator-data`: saves what the running suite holds, for `npm start` to begin with the next time. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { emulatorData, runningSuiteFile } from './paths.ts';
import { defaultPorts, host } from './ports.ts';
import { describe, SuiteError } from './suiteError.ts';

try {
  await exportData(hubAddress());
  console.log('Exported the data of the running suite to emulator-data.');
} catch (error) {
  console.error(describe(error));
  process.exitCode = 1;
}

async function exportData(hub: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'earnplay-export-'));
  try {
    const body = JSON.stringify({ path: join(folder, 'data'), initiatedBy: 'export-emulator-data' });
    await post(`http://${hub}/_admin/export`, body);
    // The hub would replace the whole folder, and the words that document the seed with it.
    for (const name of readdirSync(join(folder, 'data'))) {
      rmSync(join(emulatorData, name), { recursive: true, force: true });
      cpSync(join(folder, 'data', name), join(emulatorData, name), { recursive: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function post(url: string, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body }).catch(() => undefined);
  if (response === undefined) throw new SuiteError('No suite is running here: start one with npm start.');
  if (!response.ok) throw new SuiteError(`The export failed: ${await response.text()}`);
}

function hubAddress(): string {
  const given = process.env.FIREBASE_EMULATOR_HUB;
  if (given !== undefined) return given;
  const published: unknown = existsSync(runningSuiteFile) ? JSON.parse(readFileSync(runningSuiteFile, 'utf8')) : {};
  if (typeof published === 'object' && published !== null && 'FIREBASE_EMULATOR_HUB' in published) {
    return String(published.FIREBASE_EMULATOR_HUB);
  }
  return `${host}:${defaultPorts.hub}`;
}
