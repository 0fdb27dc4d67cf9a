import assert from 'node:assert/strict';
import * as cli from '../../../scripts/deployCheck/firebaseCli.ts';

const endpoint = (changes: object = {}) => ({
  ...{ platform: 'gcfv2', entryPoint: 'play', region: ['{{ params.REGION }}'], callableTrigger: {} },
  ...changes,
});

function manifest(endpoints: Readonly<Record<string, object>>) {
  const params = [
    { name: 'REGION', type: 'string', default: 'europe-west1' },
    { name: 'AT_ONCE', type: 'int' },
    { name: 'KEY', type: 'secret' },
  ];
  return { specVersion: 'v1alpha1', params, requiredAPIs: [], endpoints };
}

const resolve = (endpoints: Readonly<Record<string, object>>) =>
  cli.resolveEndpoints(manifest(endpoints), { AT_ONCE: '7' }, 'nodejs24');

describe('the Firebase CLI, asked without a network', function () {
  this.timeout(60_000);

  it('resolves a function with its parameters, from files and from defaults, and fills in what is left out', async () => {
    const { endpoints, refusals } = await resolve({ play: endpoint({ concurrency: '{{ params.AT_ONCE }}' }) });
    assert.deepEqual(refusals, []);
    const [{ id, region, concurrency, cpu } = { id: '', region: '' }] = endpoints;
    assert.deepEqual({ id, region, concurrency, cpu }, { id: 'play', region: 'europe-west1', concurrency: 7, cpu: 1 });
  });

  const refused: readonly (readonly [string, Readonly<Record<string, object>>, RegExp])[] = [
    ['a name', { 'no name': endpoint() }, /no name function name/],
    ['memory', { play: endpoint({ availableMemoryMb: 300 }) }, /availableMemoryMb|memory/i],
    ['too little CPU', { play: endpoint({ cpu: 0.5, concurrency: 80 }) }, /less than one full CPU/],
    [
      'CPU and memory that do not fit',
      { play: endpoint({ cpu: 4, availableMemoryMb: 512, concurrency: 1 }) },
      /at least 2GiB/,
    ],
    ['an unknown parameter', { play: endpoint({ concurrency: '{{ params.GONE }}' }) }, /GONE/],
    ['an unknown option', { play: endpoint({ timeout: 5 }) }, /timeout/],
    ['two functions before one event of Auth', { a: blocking(), b: blocking() }, /at most one Auth Blocking/],
  ];
  for (const [what, endpoints, says] of refused) {
    it(`refuses ${what}`, async () => assert.match((await resolve(endpoints)).refusals.join(), says));
  }

  it('reads files of settings, and refuses names that the platform has for itself', () => {
    assert.deepEqual(cli.readDotenv('.env', 'A=1\n# B\nC="2"\n'), { file: '.env', values: { A: '1', C: '2' } });
    assert.match(cli.readDotenv('.env', 'K_SERVICE=x\n').refusal ?? '', /K_SERVICE is reserved/);
    assert.match(cli.readDotenv('.env', 'a-b=1\n').refusal ?? '', /Invalid dotenv|Validation failed/);
  });

  it('judges indexes, the functions of firebase.json and runtimes', () => {
    const fields = [{ fieldPath: 'a' }];
    const wrong = { indexes: [{ collectionGroup: 'a', queryScope: 'COLLECTION', fields }], fieldOverrides: [] };
    assert.match(cli.refusalOfIndexes(wrong) ?? '', /exactly one of/);
    assert.equal(cli.refusalOfIndexes({ indexes: [], fieldOverrides: [] }), undefined);
    assert.match(cli.refusalOfConfig({ codebase: 'default' }) ?? '', /source must be specified/);
    assert.equal(cli.knownRuntime('nodejs1'), undefined);
    assert.ok(cli.knownRuntime('nodejs24')?.deprecationDate);
  });

  it('knows what instances cost that are kept, and says nothing of a region without a price', () => {
    const kept = { id: 'a', region: 'us-central1', entryPoint: 'a', platform: 'gcfv2', cpu: 1, availableMemoryMb: 512 };
    assert.equal(cli.monthlyDollars([{ ...kept, minInstances: 0 }]), 0);
    assert.ok((cli.monthlyDollars([{ ...kept, minInstances: 10 }]) ?? 0) > 10);
    assert.equal(cli.monthlyDollars([{ ...kept, minInstances: 1, region: 'moon-north1' }]), undefined);
  });
});

function blocking() {
  const { callableTrigger: _, ...others } = endpoint();
  const eventType = 'providers/cloud.auth/eventTypes/user.beforeCreate';
  return { ...others, blockingTrigger: { eventType, options: {} } };
}
