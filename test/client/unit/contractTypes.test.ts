import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { repositoryRoot } from '../../../scripts/suite/paths.ts';

/** A game's code, as an engineer of a studio writes it. */
const GAME = `
import { createEarnPlay, EarnPlayError } from './client/src/index.ts';
import { initializeApp } from 'firebase/app';

const game = createEarnPlay(initializeApp({}));
await game.record('GAME_WON', { gameName: 'chess', durationSeconds: 30 });
await game.record('SPIN_CLAIMED', {});
await game.call.bindDevice({ deviceHash: 'x' });
const { referralCode } = await game.signUp();
export const code: string = referralCode;
export function isPoor(error: EarnPlayError): boolean {
  return error.code === 'wallet/insufficient-balance';
}
`;

const CONFIG = {
  extends: join(repositoryRoot, 'tsconfig.json'),
  compilerOptions: { noEmit: true, types: ['node'], typeRoots: [join(repositoryRoot, 'node_modules/@types')] },
  include: ['game.ts'],
};

/** Each changes the server's contract, and must break the game's build where it uses what changed. */
const CHANGES = [
  ['an event’s field is renamed', 'events/contract.ts', 'durationSeconds:', 'lengthSeconds:', /durationSeconds/],
  [
    'an event’s type is renamed',
    'events/contract.ts',
    "z.literal('SPIN_CLAIMED')",
    "z.literal('SPUN')",
    /SPIN_CLAIMED/,
  ],
  [
    'a callable is taken away',
    'devices/domain.ts',
    'callables: { bindDevice, freeDevice },',
    'callables: { freeDevice },',
    /bindDevice/,
  ],
  [
    'an answer’s field changes its type',
    'users/contract.ts',
    'uid, referralCode, balances',
    'uid, referralCode: uid.array(), balances',
    /string\[\]/,
  ],
  ['an error is renamed', 'wallet/contract.ts', "'insufficient-balance'", "'too-poor'", /insufficient-balance/],
] as const;

/** Makes the client's types of the contract beside it, as `npm run generate` does. */
const GENERATE = `
import { writeFileSync } from 'node:fs';
import { callables, errorCatalogues } from './functions/src/contract.ts';
import { contractTypes } from './scripts/generate/contractTypes.ts';
writeFileSync('client/src/generated/contract.ts', contractTypes({ callables, errorCatalogues }));
`;

describe('the client’s types', function () {
  this.timeout(120_000);
  let folder: string;

  before(() => {
    const parent = join(repositoryRoot, '.tmp');
    mkdirSync(parent, { recursive: true });
    folder = mkdtempSync(join(parent, 'types-'));
    for (const sources of ['client/src', 'functions/src', 'scripts/generate']) {
      cpSync(join(repositoryRoot, sources), join(folder, sources), { recursive: true });
    }
    symlinkSync(join(repositoryRoot, 'functions/node_modules'), join(folder, 'functions/node_modules'));
    writeFileSync(join(folder, 'functions/package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(CONFIG));
    writeFileSync(join(folder, 'game.ts'), GAME);
    writeFileSync(join(folder, 'generate.ts'), GENERATE);
  });
  after(() => rmSync(folder, { recursive: true }));

  function complaintsOfGame(): string[] {
    execFileSync(process.execPath, ['generate.ts'], { cwd: folder });
    try {
      execFileSync(join(repositoryRoot, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' });
      return [];
    } catch (error) {
      const { stdout } = error as { stdout: string };
      return stdout.split('\n').filter((line) => line.includes('game.ts('));
    }
  }

  it('accept a game that keeps to the contract', () => {
    assert.deepEqual(complaintsOfGame(), []);
  });

  it('break the game’s build wherever it uses what changed', () => {
    for (const [what, file, from, to] of CHANGES) {
      const path = join(folder, 'functions/src', file);
      const text = readFileSync(path, 'utf8');
      assert.ok(text.includes(from), `${file} has ${from}, so that ${what}`);
      writeFileSync(path, text.replaceAll(from, to));
    }
    const complaints = complaintsOfGame().join('\n');
    for (const [what, , , , complaint] of CHANGES) assert.match(complaints, complaint, what);
  });
});
