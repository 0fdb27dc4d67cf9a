import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type Load, loadOfFunction, loadOfPackages } from '../../bench/coldStart/loads.ts';
import { callables } from '../../functions/src/contract.ts';
import { domains } from '../../functions/src/gathered.ts';
import type { CallableContract } from '../../functions/src/kernel/contract.ts';
import { bundleFunctions } from '../../scripts/bundleFunctions.ts';
import { ENDPOINTS_SNAPSHOT } from '../../scripts/generate/endpointsSnapshot.ts';
import { repositoryRoot } from '../../scripts/suite/paths.ts';
import { deployed } from '../support/deployed.ts';

/**
 * What an instance of each deployed function loads before its first call, as the module loader tells it: counts and
 * names, which a busy machine does not change. How long that takes is measured by `npm run bench -- cold-start`.
 */
const SOURCE = join(repositoryRoot, 'functions', 'src');

/** Too many, and finding them costs more than running them: about a third of a millisecond for each, of some hundreds. */
const MAX_FILES = 32;
const AT_ONCE = 2;

/** The modules of our own that a file imports for their code; an import of nothing but types may be among them. */
const STATIC_IMPORT = /^(?:import|export) (?!type )[^;]*?from '(\.[^']+)';$/gm;

describe('what a function loads before its first call', function () {
  this.timeout(180_000);
  const names = Object.keys(deployed);
  const loads = new Map<string, Load>();
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'loads-'));
    mkdirSync(join(folder, 'lib'));
    symlinkSync(join(repositoryRoot, 'functions', 'node_modules'), join(folder, 'node_modules'));
    await bundleFunctions(join(folder, 'lib'));
    const waiting = names.values();
    const lanes = Array.from({ length: AT_ONCE }, async () => {
      for (const name of waiting) loads.set(name, await loadOfFunction(folder, name));
    });
    await Promise.all(lanes);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is of packages only what their entry points load by themselves, and so nothing heavy', async () => {
    const bare = new Map<string, Load>();
    for (const [name, { packages, foreign }] of loads) {
      const key = packages.join(' ');
      if (!bare.has(key)) bare.set(key, await loadOfPackages(folder, packages));
      const alone = new Set(bare.get(key)?.foreign);
      const added = foreign.filter((file) => !alone.has(file));
      assert.deepEqual(added, [], name);
    }
  });

  it('imports of packages only zod and the SDK by the entry points of its kind', () => {
    const other = [...loads.values()].flatMap(({ packages }) => packages);
    const known = ['https', 'identity', 'params', 'pubsub', 'scheduler'].map((part) => `firebase-functions/${part}`);
    assert.deepEqual([...new Set(other)].sort(), [...known, 'zod']);
    const kinds = new Map([...loads].map(([name, { packages }]) => [name, packages.join(' ')]));
    assert.equal(kinds.get('expireHolds'), 'firebase-functions/params firebase-functions/scheduler zod');
    assert.equal(kinds.get('onReferralClaimed'), 'firebase-functions/params firebase-functions/pubsub zod');
    assert.equal(kinds.get('staff'), 'firebase-functions/https firebase-functions/params zod');
  });

  it('is followed by no more of the SDK than every function has, when a domain is opened', async () => {
    const listed = readFileSync(join(folder, 'lib', 'furnished.js'), 'utf8');
    const manifests = [...listed.matchAll(/import\("\.(\/shared\/.+?)"\)/g)].map(([, path]) => `./lib${path}`);
    assert.equal(manifests.length, domains.length);
    assert.deepEqual((await loadOfPackages(folder, manifests)).packages, ['firebase-functions/params', 'zod']);
  });

  it('is few files', () => {
    const many = [...loads].filter(([, { own }]) => own.length > MAX_FILES || own.length < 2);
    assert.deepEqual(many, []);
  });

  it('is of no domain where the function is made of what domains declare', () => {
    for (const name of ['staff', 'expireHolds', 'onReferralClaimed']) {
      const domains = modulesOf(folder, loads.get(name)).map((file) => file.split('/')[0]);
      assert.deepEqual([...new Set(domains)].sort(), ['furnished.ts', 'kernel', 'platform'], name);
    }
  });

  it('is of the house only what its own imports, and the kernel, and so no manifest of other domains', () => {
    const wants = closureOf(['furnished.ts', 'platform/transport/schedule.ts', 'platform/messaging/topics.ts']);
    for (const [name, load] of loads) {
      const modules = modulesOf(folder, load);
      const entry = modules.find((file) => file.endsWith('/functions.ts')) ?? 'platform/transport/staffDoor.ts';
      const wanted = new Set([...closureOf([entry]), ...wants]);
      assert.deepEqual(
        modules.filter((file) => !wanted.has(file) && !file.startsWith('kernel/')),
        [],
        name,
      );
      assert.equal(modules.filter((file) => file.endsWith('/functions.ts')).length <= 1, true, name);
    }
  });
});

describe('what a deployed function is given', () => {
  const { endpoints } = JSON.parse(readFileSync(join(repositoryRoot, ENDPOINTS_SNAPSHOT), 'utf8'));
  const contracts = Object.values<CallableContract>(callables).filter(({ access }) => access.kind === 'player');

  it('is an instance that never sleeps for batchEvents alone', () => {
    const warm = Object.keys(endpoints).filter((name) => endpoints[name].minInstances !== null);
    assert.deepEqual(warm, ['batchEvents']);
    assert.equal(endpoints.batchEvents.minInstances, '{{ params.MIN_INSTANCES }}');
  });

  it('is the memory and the time that its contract asks for, or what all have', () => {
    for (const { name, runtime: { memory = '512MiB', timeoutSeconds = 60 } = {} } of contracts) {
      const given = endpoints[name];
      const megabytes = { '256MiB': 256, '512MiB': 512, '1GiB': 1024, '2GiB': 2048 }[memory];
      assert.deepEqual([given.availableMemoryMb, given.timeoutSeconds], [megabytes, timeoutSeconds], name);
    }
  });
});

/** Which modules the loaded files are made of, below `functions/src`, by their source maps. */
function modulesOf(folder: string, load: Load | undefined): string[] {
  return (load?.own ?? []).flatMap((file) => {
    if (!file.endsWith('.js')) return [];
    const { sources } = JSON.parse(readFileSync(join(folder, `${file}.map`), 'utf8'));
    return sources
      .map((source: string) => resolve(dirname(join(folder, file)), source))
      .filter((path: string) => path.startsWith(SOURCE))
      .map((path: string) => path.slice(SOURCE.length + 1));
  });
}

/** A reading of the imports that shares nothing with the one of the build. */
function closureOf(entries: readonly string[]): Set<string> {
  const found = new Set(entries);
  // A set that grows is iterated to its end.
  for (const file of found) {
    const text = readFileSync(join(SOURCE, file), 'utf8');
    for (const [, path = ''] of text.matchAll(STATIC_IMPORT)) found.add(join(dirname(file), path));
  }
  return found;
}
