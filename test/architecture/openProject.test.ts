import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { firebaseCli, repositoryRoot } from '../../scripts/suite/paths.ts';

const read = (path: string) => readFileSync(join(repositoryRoot, path), 'utf8');
const words = (path: string) => read(path).replace(/\s+/g, ' ');

/** The Firebase CLI's own parser, since none of ours needs one. */
const { parse } = createRequire(firebaseCli)('yaml');
const semver = createRequire(firebaseCli)('semver');

const WORKFLOW = '.github/workflows/check.yml';
const LICENSES: Readonly<Record<string, string>> = {
  // SHA-256 of the text that the Apache Software Foundation publishes: nobody may have touched a word of it.
  'Apache-2.0': 'cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30',
};

interface Package {
  readonly engines?: { readonly node?: string };
  readonly hasInstallScript?: boolean;
  readonly optional?: boolean;
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

/** What a lockfile installs, by its path; without the folder's own package. */
function packagesOf(folder: string): [string, Package][] {
  const { packages } = JSON.parse(read(join(folder, 'package-lock.json')));
  return Object.entries<Package>(packages).filter(([path]) => path !== '');
}

describe('an open project', () => {
  const workflow = parse(read(WORKFLOW));
  const jobs: readonly { readonly steps: readonly Step[] }[] = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  it('has the licence that its packages name, word for word', () => {
    const digest = createHash('sha256').update(read('LICENSE')).digest('hex');
    for (const path of ['package.json', 'client/package.json']) {
      assert.equal(LICENSES[JSON.parse(read(path)).license], digest, path);
    }
  });

  it('runs the test command of the README in its workflow', () => {
    const [command] = /^npm install && npm test\b/m.exec(read('README.md')) ?? [];
    assert.ok(command, 'README.md names no test command');
    assert.ok(
      steps.some(({ run }) => run === command),
      `${WORKFLOW} does not run ${command}`,
    );
  });

  it('says which Node it needs: what each package of it accepts, at its lowest', () => {
    const { engines } = JSON.parse(read('package.json'));
    const lowest = engines.node.split(' || ').map((range: string) => semver.minVersion(range).version);
    assert.equal(lowest.length, 3);
    const refusing = packagesOf('.').flatMap(([path, { engines: needs, optional }]) =>
      lowest
        .filter((version: string) => optional !== true && !semver.satisfies(version, needs?.node ?? '*'))
        .map((version: string) => `${path} refuses Node ${version}`),
    );
    assert.deepEqual(refusing, []);
  });

  it('is worked on with the Node that it is deployed with, and tried with each that it names', () => {
    const { engines } = JSON.parse(read('package.json'));
    const deployed = JSON.parse(read('functions/package.json')).engines.node;
    assert.equal(read('.nvmrc').trim(), deployed);
    const tried = Object.values<any>(workflow.jobs).flatMap(({ strategy }) => strategy?.matrix.node ?? []);
    for (const major of [...tried, deployed]) {
      assert.ok(semver.intersects(`${major}.x`, engines.node), `Node ${major} is tried and not named`);
    }
    assert.deepEqual([...tried.map(String), deployed].toSorted(), ['20', '22', '24']);
  });

  it('decides for each package with a script at installation whether it may run', () => {
    for (const folder of ['.', 'functions']) {
      const { allowScripts } = JSON.parse(read(join(folder, 'package.json')));
      const scripted = packagesOf(folder).flatMap(([path, { hasInstallScript }]) =>
        hasInstallScript ? [path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)] : [],
      );
      // Packages of other systems are not in the tree here, and the lockfile does not run anything for them.
      const undecided = scripted.filter((name) => !(name in allowScripts) && name !== 'fsevents');
      assert.deepEqual(undecided, [], folder);
    }
  });

  it('runs no script in its workflow that package.json does not have', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const run = steps.flatMap((step) =>
      [...(step.run ?? '').matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name),
    );
    assert.deepEqual(
      run.filter((name) => !(name in scripts)),
      [],
    );
  });

  it('gives its workflow no right but to read, and names a version of every action', () => {
    assert.deepEqual(workflow.permissions, { contents: 'read' });
    const loose = steps.flatMap(({ uses }) => (uses === undefined || /@v\d+$/.test(uses) ? [] : [uses]));
    assert.deepEqual(loose, []);
  });

  it('asks in every report of a bug for what finds the call, and for nothing that names a person', () => {
    const bug = parse(read('.github/ISSUE_TEMPLATE/bug.yml'));
    const asked = bug.body.map(({ id }: { readonly id?: string }) => id).filter((id?: string) => id !== undefined);
    for (const id of ['version', 'where', 'code', 'requestId', 'correlationId']) assert.ok(asked.includes(id), id);
    assert.match(words('.github/ISSUE_TEMPLATE/bug.yml'), /No personal data/);
  });

  it('keeps every template readable to the page that shows it', () => {
    for (const file of globSync('.github/**/*.yml', { cwd: repositoryRoot })) assert.ok(parse(read(file)), file);
  });

  it('has a section of the changelog for its version, and one for what comes', () => {
    const { version } = JSON.parse(read('package.json'));
    const sections = [...read('CHANGELOG.md').matchAll(/^## \[(.+?)\]/gm)].map(([, name]) => name);
    assert.equal(sections[0], 'Unreleased');
    assert.ok(sections.includes(version), `no section for ${version}`);
  });

  it('links to nothing that is not there', () => {
    const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'];
    const gone = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].flatMap(([, path = '']) =>
        existsSync(join(repositoryRoot, path)) ? [] : [`${page}: ${path}`],
      ),
    );
    assert.deepEqual(gone, []);
  });
});
