import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { promisify } from 'node:util';
import { discoverEndpoints, stageFunctions } from '../../scripts/generate/discovery.ts';
import { ENDPOINTS_SNAPSHOT } from '../../scripts/generate/endpointsSnapshot.ts';
import { stableJson } from '../../scripts/generate/generator.ts';
import { repositoryRoot } from '../../scripts/suite/paths.ts';

const run = promisify(execFile);

/** What npm tells its scripts would make an inner npm work on the outer project. */
const PLAIN_ENV = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD)/i.test(name)));

describe('the deployment', function () {
  this.timeout(180_000);
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'deployed-functions-'));
    await stageFunctions(folder);
    const words = ['ci', '--omit=dev', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
    await run('npm', words, { cwd: folder, env: PLAIN_ENV });
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('offers exactly the endpoints of the committed snapshot, from functions/ alone', async () => {
    assert.equal(insideRepository(folder), false);
    const snapshot = readFileSync(join(repositoryRoot, ENDPOINTS_SNAPSHOT), 'utf8');
    assert.equal(
      stableJson(await discoverEndpoints(folder)),
      snapshot,
      'Run `npm run generate` and review the change.',
    );
  });

  it('uploads what is built and not what it is built from', () => {
    const uploaded = readdirSync(folder);
    assert.ok(uploaded.includes('lib'));
    assert.ok(!uploaded.includes('src'));
  });

  it('installs no package that only development needs', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const installed = Object.keys(devDependencies).filter((name) => existsSync(join(folder, 'node_modules', name)));
    assert.deepEqual(installed, []);
  });

  it('needs no build in the cloud, where the rest of the repository is missing', () => {
    const { scripts = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    // Cloud Build runs these where a package has them; tsconfig.json extends a file outside functions/.
    const built = ['build', 'gcp-build', 'prepare', 'postinstall'].filter((name) => name in scripts);
    assert.deepEqual(built, []);
    assert.equal(existsSync(join(folder, '..', 'tsconfig.base.json')), false);
  });

  it('finds no package but its own on the way up from where it stands', () => {
    const { root } = parse(folder);
    const above = [join(tmpdir(), 'node_modules'), join(root, 'node_modules')];
    assert.deepEqual(above.filter(existsSync), []);
  });
});

function insideRepository(path: string): boolean {
  return path === repositoryRoot || path.startsWith(`${repositoryRoot}/`);
}
