import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadOfFunction } from '../../bench/coldStart/loads.ts';
import { bundleFunctions } from '../../scripts/bundleFunctions.ts';
import { discoverEndpoints } from '../../scripts/generate/discovery.ts';
import { binFolder, repositoryRoot } from '../../scripts/suite/paths.ts';
import { addMadeUpDomain } from '../support/madeUpDomain.ts';
import { brokenImports } from './cruise.ts';

const run = promisify(execFile);

/** The recipe of CONTRIBUTING.md, followed in a house of its own: a folder, and a line in `domains.ts`. */
describe('a new domain', function () {
  this.timeout(180_000);
  let root: string;
  let functions: string;

  before(() => {
    root = mkdtempSync(join(tmpdir(), 'new-domain-'));
    functions = join(root, 'functions');
    for (const part of ['tsconfig.base.json', 'functions/tsconfig.json', 'functions/package.json', 'functions/src']) {
      cpSync(join(repositoryRoot, part), join(root, part), { recursive: true });
    }
    symlinkSync(join(repositoryRoot, 'functions', 'node_modules'), join(functions, 'node_modules'));
    symlinkSync(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'));
    addMadeUpDomain(join(functions, 'src'));
  });

  after(() => rmSync(root, { recursive: true, force: true }));

  it('is one line beside its folder', () => {
    const linesOf = (folder: string) => readFileSync(join(folder, 'functions/src/domains.ts'), 'utf8').split('\n');
    const before = linesOf(repositoryRoot);
    const added = linesOf(root).filter((line) => !before.includes(line));
    assert.deepEqual(added, ["export { greetings } from './greetings/domain.ts';"]);
    assert.equal(linesOf(root).length, before.length + 1);
  });

  it('fits the types and the rules of imports as it stands', async () => {
    await run(join(binFolder, 'tsc'), ['--noEmit', '-p', 'functions/tsconfig.json'], { cwd: root });
    assert.deepEqual(await brokenImports(root, ['functions/src']), []);
  });

  it('is built and discovered, and loads nothing of the domains that it does not use', async () => {
    await bundleFunctions(join(functions, 'lib'), join(functions, 'src'));
    const { endpoints } = (await discoverEndpoints(functions)) as { readonly endpoints: object };
    for (const name of ['sayHello', 'forgetGreetings', 'onGreetingSaid']) assert.ok(name in endpoints, name);
    const { own } = await loadOfFunction(functions, 'sayHello');
    assert.ok(own.includes('lib/greetings/functions.js'));
    assert.deepEqual(
      own.filter((file) => /\/functions\.js$/.test(file) && !file.includes('greetings')),
      [],
    );
  });
});
