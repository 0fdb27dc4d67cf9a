import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { bindingsByHand } from '../../../scripts/deployCheck/bindings.ts';
import { CHECKS } from '../../../scripts/deployCheck/checks/index.ts';
import { rehearse } from '../../../scripts/deployCheck/gather.ts';
import { loadEach } from '../../../scripts/deployCheck/loadEach.ts';
import { refusalOfNpm } from '../../../scripts/deployCheck/npmPlan.ts';
import { compareWithProject, projectNumberOf } from '../../../scripts/deployCheck/online.ts';
import type { Rehearsal } from '../../../scripts/deployCheck/rehearsal.ts';
import { NEVER_CHECKED, preparation } from '../../../scripts/deployCheck/report.ts';
import { requiredAccess } from '../../../scripts/deployCheck/requiredAccess.ts';
import { requiredServices } from '../../../scripts/deployCheck/requiredServices.ts';
import { Gcloud } from '../../../scripts/postDeploy/gcloud.ts';
import { rolesByHand } from '../../../scripts/postDeploy/roles.ts';
import { repositoryRoot } from '../../../scripts/suite/paths.ts';
import { callable } from './healthy.ts';

describe('the rehearsal of a deployment', function () {
  this.timeout(180_000);
  let rehearsal: Rehearsal;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rehearsal-'));
    rehearsal = await rehearse(undefined);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const { name, judge } of CHECKS) {
    it(`finds nothing wrong with ${name} of this checkout`, () => assert.deepEqual(judge(rehearsal).problems, []));
  }

  it('names the right that consuming an App Check token takes, and those of Auth', () => {
    const told = preparation(rehearsal, 'a-project', '4711');
    assert.match(told, /firebaseappcheck\.appCheckTokens\.verify/);
    for (const role of ['firebaseappcheck.tokenVerifier', 'firebaseauth.admin', 'datastore.user', 'pubsub.publisher']) {
      assert.ok(
        told.includes(`--member=serviceAccount:4711-compute@developer.gserviceaccount.com --role=roles/${role} `),
        role,
      );
    }
    assert.match(told, /firebaseappcheck\.googleapis\.com/);
    assert.ok(NEVER_CHECKED.length > 0);
  });

  it('needs no role and no account that the runbook does not name, with or without backups', () => {
    const operations = readFileSync(join(repositoryRoot, 'docs', 'operations.md'), 'utf8');
    const readme = readFileSync(join(repositoryRoot, 'README.md'), 'utf8');
    const needed = requiredAccess({ ...rehearsal, settings: { ...rehearsal.settings, BACKUP_BUCKET: 'a-bucket' } });
    for (const { role, boundBy } of needed) {
      assert.ok(operations.includes(`\`${role}\``), `docs/operations.md: ${role}`);
      if (boundBy === 'you') assert.ok(readme.includes(`\`${role}\``), `README.md: ${role}`);
    }
  });

  it('asks for the same roles as post-deploy, which reads the committed list of functions', () => {
    assert.deepEqual(rolesByHand('p', '1'), bindingsByHand(requiredAccess(rehearsal), rehearsal, 'p', '1'));
  });

  it('finds a function that cannot be loaded by itself, and one that nothing exports', async () => {
    writeFileSync(join(folder, 'package.json'), '{ "main": "main.cjs" }');
    writeFileSync(
      join(folder, 'main.cjs'),
      "exports.well = () => {};\nif (process.env.FUNCTION_TARGET === 'ill') throw new TypeError(process.env.REGION);",
    );
    const endpoints = ['well', 'ill', 'gone'].map((id) => callable({ id, entryPoint: id }));
    assert.deepEqual(await loadEach(folder, endpoints, { REGION: 'no such region' }), [
      'gone: Error: functions/package.json "main" exports no function gone',
      'ill: TypeError: no such region',
    ]);
  });

  it('finds a lockfile that is not what package.json asks for', async () => {
    for (const file of ['package-lock.json', '.npmrc'])
      cpSync(join(repositoryRoot, 'functions', file), join(folder, file));
    const manifest = JSON.parse(readFileSync(join(repositoryRoot, 'functions', 'package.json'), 'utf8'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    assert.equal(await refusalOfNpm(folder), undefined);
    manifest.dependencies.zod = '^3.0.0';
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    assert.ok(await refusalOfNpm(folder));
  });

  describe('beside a project', () => {
    const { PATH } = process.env;
    after(() => {
      process.env.PATH = PATH;
    });

    /** Stands for gcloud: answers what it is asked from a table of beginnings. */
    function project(answers: Readonly<Record<string, string | null>>): Gcloud {
      const script = `#!/usr/bin/env node
        const words = process.argv.slice(2).join(' ');
        const [, answer = ''] = Object.entries(${JSON.stringify(answers)}).find(([asked]) => words.startsWith(asked)) ?? [];
        if (answer === null) { console.error('NOT_FOUND'); process.exit(1); }
        console.log(answer);`;
      writeFileSync(join(folder, 'gcloud'), script);
      chmodSync(join(folder, 'gcloud'), 0o755);
      process.env.PATH = [folder, PATH].join(delimiter);
      return new Gcloud('p', true);
    }

    const problems = (gcloud: Gcloud) =>
      compareWithProject(rehearsal, gcloud, projectNumberOf(gcloud) ?? '').flatMap(([, outcome]) => outcome.problems);

    it('finds nothing missing where all is there', () => {
      const bindings = bindingsByHand(requiredAccess(rehearsal), rehearsal, 'p', '4711');
      const gcloud = project({
        'projects describe': '4711',
        'services list': requiredServices(rehearsal)
          .map(({ api }) => api)
          .join('\n'),
        'firestore databases describe': 'FIRESTORE_NATIVE',
        'secrets versions list': 'projects/4711/secrets/s/versions/1',
        'projects get-iam-policy': JSON.stringify({
          bindings: bindings.map(({ role, member }) => ({ role, members: [member] })),
        }),
      });
      assert.deepEqual(problems(gcloud), []);
    });

    it('names everything that is missing, with the command that makes it', () => {
      const gcloud = project({
        'projects describe': '4711',
        'firestore databases describe': null,
        'secrets versions list': null,
        'projects get-iam-policy': '{}',
      });
      const told = problems(gcloud).map(({ what, remedy }) => `${what} → ${remedy}`);
      for (const says of [
        /not enabled: .*firebaseappcheck\.googleapis\.com.* → gcloud services enable/,
        /database is not there/,
        /PAYMENT_KEYS has no version → npx firebase functions:secrets:set PAYMENT_KEYS --project p/,
        /lacks roles\/firebaseappcheck\.tokenVerifier → gcloud projects add-iam-policy-binding p /,
      ]) {
        assert.ok(
          told.some((line) => says.test(line)),
          `${says}\n${told.join('\n')}`,
        );
      }
    });

    it('knows a project that is not there', () => {
      assert.equal(projectNumberOf(project({ 'projects describe': null })), undefined);
    });
  });
});
