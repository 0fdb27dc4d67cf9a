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

const WORKFLOW = '.github/workflows/check.yml';
const LICENSES: Readonly<Record<string, string>> = {
  // SHA-256 of the text that the Apache Software Foundation publishes: nobody may have touched a word of it.
  'Apache-2.0': 'cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30',
};

interface Step {
  readonly uses?: string;
  readonly run?: string;
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
