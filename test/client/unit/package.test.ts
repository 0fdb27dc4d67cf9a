import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { build } from 'esbuild';
import { publint } from 'publint';
import { repositoryRoot } from '../../../scripts/suite/paths.ts';

const run = promisify(execFile);

/** A game's code that uses each entry of the package, as it is installed. */
const GAME = `
import { createEarnPlay, EarnPlayError } from '@earnplay/client';
import * as node from '@earnplay/client/node';
import * as screens from '@earnplay/client/play';
import * as hooks from '@earnplay/client/react';
import { reactNative } from '@earnplay/client/react-native';
import * as signing from '@earnplay/client/staff-signing';
import * as storage from '@earnplay/client/storage';
import { initializeApp } from 'firebase/app';

export async function play(): Promise<string> {
  const game = createEarnPlay(initializeApp({}));
  await game.record('GAME_WON', { gameName: 'chess', durationSeconds: 30 });
  const { referralCode } = await game.signUp();
  // @ts-expect-error: types that had become \`any\` would let this pass
  const number: number = referralCode;
  return \`\${referralCode} \${number}\`;
}
export const entries = [hooks, node, screens, reactNative, signing, storage, EarnPlayError];
`;

const STRICT = { target: 'es2022', strict: true, noEmit: true, types: [], skipLibCheck: false };
/** Each kind of project that a game may be. */
const PROJECTS = [
  { name: 'esm', type: 'module', module: 'nodenext', moduleResolution: 'nodenext' },
  { name: 'commonjs', type: 'commonjs', module: 'nodenext', moduleResolution: 'nodenext' },
  { name: 'bundled', type: 'module', module: 'esnext', moduleResolution: 'bundler' },
] as const;

/** What a browser's or Node's own resolution would load. */
const LOADED =
  "({ createEarnPlay }) => { if (typeof createEarnPlay !== 'function') throw new Error('nothing is loaded'); }";

/** An error of another entry is one for whoever asks with the class of the first. */
const ONE_CLASS = `async ([{ createEarnPlay, EarnPlayError }, { winsLeft }, { initializeApp }]) => {
  const game = createEarnPlay(initializeApp({ projectId: 'demo-none', apiKey: 'none' }));
  const error = await winsLeft(game, 'chess').catch((thrown) => thrown);
  await game.close();
  if (!(error instanceof EarnPlayError) || error.code !== 'client/signed-out') throw error;
  process.exit(0);
}`;
const TOGETHER = ['@earnplay/client', '@earnplay/client/play', 'firebase/app'];

describe('the client’s package', function () {
  this.timeout(120_000);
  let folder: string;
  let installed: string;
  let tarball: string;

  before(async () => {
    const parent = join(repositoryRoot, '.tmp');
    mkdirSync(parent, { recursive: true });
    folder = mkdtempSync(join(parent, 'package-'));
    installed = join(folder, 'node_modules', '@earnplay', 'client');
    mkdirSync(installed, { recursive: true });
    mkdirSync(join(folder, 'node_modules', '@types'));
    for (const name of ['firebase', 'react', '@types/react', 'csstype'])
      symlinkSync(join(repositoryRoot, 'node_modules', name), join(folder, 'node_modules', name));
    const words = ['pack', '--silent', '--pack-destination', folder];
    await run('npm', words, { cwd: join(repositoryRoot, 'client') });
    tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');
    await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('holds what its exports name, and needs nothing but Firebase', () => {
    const { exports, dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    const files = JSON.stringify(exports).match(/\.\/dist\/[^"]+/g) ?? [];
    assert.equal(files.length, 28, 'a module and its types, for each entry and each kind');
    const missing = files.filter((file) => !existsSync(join(installed, file)));
    assert.deepEqual([missing, dependencies, existsSync(join(installed, 'LICENSE'))], [[], undefined, true]);
    for (const file of files.filter((one) => one.endsWith('.js'))) {
      const { sourcesContent } = JSON.parse(readFileSync(join(installed, `${file}.map`), 'utf8'));
      assert.ok(sourcesContent.length > 0, `${file} can be debugged`);
    }
  });

  it('is found by every tool that looks for it', async () => {
    const { messages } = await publint({ pkgDir: installed, strict: true });
    assert.deepEqual(messages, []);
  });

  it('has types that are those of its modules, wherever they are resolved', async () => {
    const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(tarball))));
    assert.ok(analysis.types !== false);
    // Before exports were known to it, TypeScript found no entry but the main one; that was in 2022.
    const problems = analysis.problems.filter((one) => !('resolutionKind' in one && one.resolutionKind === 'node10'));
    assert.deepEqual(problems, []);
  });

  it('gives a game its types in every kind of project, without a word about libraries', async () => {
    const checked = PROJECTS.map(async ({ name, type, ...options }) => {
      const project = join(folder, name);
      mkdirSync(project);
      writeFileSync(join(project, 'game.ts'), GAME);
      writeFileSync(join(project, 'package.json'), JSON.stringify({ type }));
      const compilerOptions = { ...STRICT, ...options };
      writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['game.ts'] }));
      const { stdout } = await run(join(repositoryRoot, 'node_modules/.bin/tsc'), ['-p', project]).catch(
        (error) => error,
      );
      return `${name}: ${stdout}`;
    });
    assert.deepEqual(
      await Promise.all(checked),
      PROJECTS.map(({ name }) => `${name}: `),
    );
  });

  it('is loaded by Node, imported and required, and by a bundler', async () => {
    const scripts = {
      'imported.mjs': `import('@earnplay/client').then(${LOADED}); import('@earnplay/client/node');`,
      'required.cjs': `(${LOADED})(require('@earnplay/client')); require('@earnplay/client/node');`,
    };
    await runAll(scripts);
    const bundled = await build({
      stdin: { contents: "export { createEarnPlay } from '@earnplay/client';", resolveDir: folder },
      bundle: true,
      format: 'esm',
      external: ['firebase/*'],
      write: false,
      logLevel: 'silent',
    });
    assert.deepEqual([bundled.warnings, bundled.outputFiles[0]?.text.includes('batchEvents')], [[], true]);
  });

  it('has one class of errors for all its entries', async () => {
    await runAll({
      'class.mjs': `Promise.all(${JSON.stringify(TOGETHER)}.map((entry) => import(entry))).then(${ONE_CLASS});`,
      'class.cjs': `(${ONE_CLASS})(${JSON.stringify(TOGETHER)}.map((entry) => require(entry)));`,
    });
  });

  async function runAll(scripts: Readonly<Record<string, string>>): Promise<void> {
    for (const [file, text] of Object.entries(scripts)) {
      writeFileSync(join(folder, file), text);
      await run(process.execPath, [join(folder, file)]);
    }
  }
});
