import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { domains } from '../../../functions/src/gathered.ts';
import { consumedTopics, functionOf } from '../../../functions/src/platform/messaging/topics.ts';
import { rolesByHand } from '../../../scripts/postDeploy/roles.ts';
import { publishedTopics } from '../../../scripts/postDeploy/topics.ts';
import { alerts, metrics, ROOT } from './monitoringFiles.ts';

/**
 * Stands for gcloud: notes what it is asked, and answers from a table of regular expressions. A shell, because it is asked
 * hundreds of times, and starts at once.
 */
function gcloudOf(answers: Answers): string {
  const cases = [...answers, ['.', ''] as const].map(([pattern, answer]) => {
    const error = answer === null ? 'NOT_FOUND' : 'PERMISSION_DENIED';
    const reply =
      typeof answer === 'string' ? `printf '%s\\n' ${quoted(answer)}; exit 0` : `echo ERROR: ${error} >&2; exit 1`;
    return `pattern=${quoted(pattern)}; if [[ $words =~ $pattern ]]; then ${reply}; fi`;
  });
  return ['#!/usr/bin/env bash', 'words="$*"', 'printf \'%s\\n\' "$words" >> "$GCLOUD_LOG"', ...cases, ''].join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

const AGENT = 'serviceAccount:service-4711@gcp-sa-pubsub.iam.gserviceaccount.com';
const nameOf = (deployed: string) => `eventarc-us-central1-${deployed.toLowerCase()}-816247-sub-403`;
const OTHERS = [
  'projects/p/subscriptions/eventarc-us-central1-keepundelivered-1-sub-2 projects/p/topics/earnplay-dead-letters',
  'projects/p/subscriptions/eventarc-us-central1-somebodyelse-1-sub-2 projects/p/topics/eventarc-us-central1-somebodyelse-1',
  // A function that an earlier version had for one consumer, and a subscription of somebody else's to a topic of ours.
  'projects/p/subscriptions/eventarc-us-central1-notifywithdrawal-1-sub-2 projects/p/topics/withdrawal.updated',
  'projects/p/subscriptions/warehouse projects/p/topics/withdrawal.updated',
];

const DEPLOYED = consumedTopics(domains).map((topic) => ({ name: functionOf(topic), topic }));

function subscriptions(deployed = DEPLOYED): string {
  const ours = deployed.map(({ name, topic }) => `projects/p/subscriptions/${nameOf(name)} projects/p/topics/${topic}`);
  return [...OTHERS, ...ours].join('\n');
}

type Answers = readonly (readonly [pattern: string, answer: string | null | false])[];

/** A policy that has every role that somebody binds by hand, but for those left out. */
function policy(...without: readonly string[]): string {
  const bound = rolesByHand('a-project', '4711').filter(({ role }) => !without.includes(role));
  return JSON.stringify({ bindings: bound.map(({ role, member }) => ({ role, members: [member] })) });
}

const FRESH: Answers = [
  ['metrics describe|topics describe', null],
  ['(policies|dashboards) list', ''],
  ['projects describe', '4711'],
  ['projects get-iam-policy', policy()],
  ['subscriptions list', subscriptions()],
];

const AGAIN: Answers = [
  ['metrics describe|topics describe', 'there'],
  ['policies list', 'projects/p/alertPolicies/1'],
  ['dashboards list', 'projects/p/dashboards/1'],
  ...FRESH.slice(2),
];

describe('post-deploy', function () {
  this.timeout(120_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'earnplay-gcloud-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function run(answers: Answers, ...words: string[]) {
    const [log, gcloud] = [join(folder, 'log'), join(folder, 'gcloud')];
    rmSync(log, { force: true });
    writeFileSync(gcloud, gcloudOf(answers));
    chmodSync(gcloud, 0o755);
    const paths = { PATH: [folder, process.env.PATH].join(delimiter), GCLOUD_LOG: log };
    const command = [join(ROOT, 'scripts/post-deploy.ts'), ...words];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, {
      ...{ env: { ...process.env, ...paths }, encoding: 'utf8' },
    });
    const asked = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
    const changed = asked.filter((line) => !/ (describe|list|get-iam-policy) /.test(line));
    return { status, stdout, stderr, asked, changed };
  }

  it('applies every metric, every alert and the dashboard, to the project that it was told', () => {
    const { status, stdout, asked, changed } = run(FRESH, 'a-project');
    assert.deepEqual([status, stdout.trim()], [0, 'Monitoring and dead-letter policies are in place.']);
    for (const line of asked) assert.match(line, / --project=a-project$/);
    for (const [file, { name }] of metrics) {
      const wanted = `logging metrics create ${name} --config-from-file=${join(ROOT, file)} --project=a-project`;
      assert.ok(changed.includes(wanted), wanted);
    }
    for (const file of alerts.keys()) {
      assert.ok(
        changed.includes(`monitoring policies create --policy-from-file=${join(ROOT, file)} --project=a-project`),
      );
    }
    assert.equal(changed.filter((line) => line.startsWith('monitoring dashboards create')).length, 1);
  });

  it('has a function for each topic that somebody consumes, and no other', () => {
    assert.deepEqual(
      DEPLOYED.map(({ name, topic }) => `${topic}: ${name}`),
      ['referral.claimed: onReferralClaimed', 'withdrawal.updated: onWithdrawalUpdated'],
    );
  });

  it('bounds the deliveries of every topic’s function and of nothing else, with the rights that Pub/Sub needs for it', () => {
    const { changed } = run(FRESH, 'a-project');
    const updated = changed.filter((line) => line.startsWith('pubsub subscriptions update'));
    assert.deepEqual(updated.map((line) => line.split(' ')[3]).sort(), DEPLOYED.map(({ name }) => nameOf(name)).sort());
    for (const line of updated) {
      assert.match(line, /--dead-letter-topic=earnplay-dead-letters --max-delivery-attempts=10 /);
    }
    const granted = changed.filter((line) => line.includes('add-iam-policy-binding'));
    assert.equal(granted.length, DEPLOYED.length + 1);
    for (const line of granted) assert.ok(line.includes(AGENT));
    assert.ok(changed.includes('pubsub topics create earnplay-dead-letters --project=a-project'));
  });

  it('makes the topic of every message, so that nobody who publishes has to', () => {
    const { changed } = run(FRESH, 'a-project');
    for (const topic of publishedTopics()) {
      assert.ok(changed.includes(`pubsub topics create ${topic} --project=a-project`), topic);
    }
    assert.ok(publishedTopics().includes('reward.earned'));
  });

  it('fails, and names them with the command that binds them, where roles are missing', () => {
    const lost = 'roles/firebaseappcheck.tokenVerifier';
    const { status, stderr, changed } = run([['get-iam-policy', policy(lost)], ...FRESH], 'a-project');
    assert.equal(status, 1);
    assert.match(stderr, /4711-compute@\S+ lacks roles\/firebaseappcheck\.tokenVerifier .*appCheckTokens\.verify/);
    assert.match(
      stderr,
      /gcloud projects add-iam-policy-binding a-project .*--role=roles\/firebaseappcheck\.tokenVerifier/,
    );
    assert.ok(!stderr.includes('roles/datastore.user'));
    assert.deepEqual(
      changed.filter((line) => line.startsWith('projects ')),
      [],
      'roles are bound by whoever owns the project',
    );
  });

  it('updates what is there when it runs again', () => {
    const { status, changed } = run(AGAIN, 'a-project');
    assert.equal(status, 0);
    assert.deepEqual(
      changed.filter((line) => / create /.test(line)).map((line) => line.split(' ').slice(0, 3).join(' ')),
      ['monitoring dashboards create'],
    );
    assert.equal(changed.filter((line) => / (metrics|policies) update /.test(line)).length, metrics.size + alerts.size);
  });

  it('changes nothing in a dry run, and prints all that it would', () => {
    const { status, stdout, changed } = run(FRESH, 'a-project', '--dry-run');
    assert.deepEqual([status, changed], [0, []]);
    const printed = stdout.split('\n').filter((line) => line.startsWith('would run: gcloud '));
    const real = run(FRESH, 'a-project').changed;
    assert.deepEqual(
      printed.map((line) => line.replace('would run: gcloud ', '').replaceAll("'", '')),
      real,
    );
    assert.match(stdout, /Nothing was changed\.$/m);
  });

  it('fails, and names them, where functions of topics are not deployed', () => {
    const answers: Answers = [['subscriptions list', subscriptions(DEPLOYED.slice(1))], ...FRESH];
    for (const words of [['a-project'], ['a-project', '--dry-run']]) {
      const { status, stderr } = run(answers, ...words);
      assert.equal(status, 1);
      assert.match(stderr, new RegExp(`no subscription.*: ${DEPLOYED[0]?.name}\n$`));
    }
  });

  it('fails where gcloud refuses, and asks for a project where none is named', () => {
    const refused = run([['metrics create', false], ...FRESH], 'a-project');
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /PERMISSION_DENIED/);
    assert.equal(run(FRESH).status, 2);
  });
});
