import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { repositoryRoot } from '../../../scripts/suite/paths.ts';

/** A game's code that uses each entry of the package, as it is installed. */
const GAME = `
import { createEarnPlay, EarnPlayError } from '@earnplay/client';
import * as node from '@earnplay/client/node';
import * as signing from '@earnplay/client/staff-signing';
import * as storage from '@earnplay/client/storage';
import { initializeApp } from 'firebase/app';

const game = createEarnPlay(initializeApp({}));
await game.record('GAME_WON', { gameName: 'chess', durationSeconds: 30 });
const { referralCode } = await game.signUp();
export const code: string = referralCode;
export const entries = [node, signing, storage, EarnPlayError];
// @ts-expect-error: types that had become \`any\` would let this pass
export const number: number = referralCode;
`;

const OPTIONS = { module: 'nodenext', target: 'es2024', strict: true, noEmit: true, types: [] };

describe('the client’s package', function () {
  this.timeout(120_000);
  let game: string;
  let installed: string;

  before(() => {
    const parent = join(repositoryRoot, '.tmp');
    mkdirSync(parent, { recursive: true });
    game = mkdtempSync(join(parent, 'package-'));
    installed = join(game, 'node_modules', '@earnplay', 'client');
    mkdirSync(installed, { recursive: true });
    cpSync(join(repositoryRoot, 'client/package.json'), join(installed, 'package.json'));
    symlinkSync(join(repositoryRoot, 'functions/node_modules/zod'), join(game, 'node_modules/zod'));
  });

  after(() => rmSync(game, { recursive: true, force: true }));

  it('is built whole: a module and its types for each entry', () => {
    const built = run('client/build.ts', join(installed, 'dist'));
    assert.equal(built.status, 0, built.output);
    const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    const files = Object.values<Record<string, string>>(exports).flatMap((entry) => Object.values(entry));
    assert.ok(files.length > 0);
    assert.deepEqual(
      files.filter((file) => !existsSync(join(installed, file))),
      [],
    );
  });

  it('gives an installed game its types', () => {
    writeFileSync(join(game, 'game.ts'), GAME);
    // The declarations name the server's SDKs in places that no client touches; a game does not have those.
    const compilerOptions = { ...OPTIONS, skipLibCheck: true };
    writeFileSync(join(game, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['game.ts'] }));
    writeFileSync(join(game, 'package.json'), JSON.stringify({ type: 'module' }));
    const checked = run('node_modules/typescript/bin/tsc', '-p', join(game, 'tsconfig.json'));
    assert.equal(checked.status, 0, checked.output);
  });
});

function run(script: string, ...words: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(repositoryRoot, script), ...words], {
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}
