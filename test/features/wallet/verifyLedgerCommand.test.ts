import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { UidRange } from '../../../functions/src/wallet/verifyLedger.ts';
import { eraseLedgers, type Ledger, openLedger } from './ledgers.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

async function node(args: string[], environment: NodeJS.ProcessEnv = {}): Promise<{ status: number; output: string }> {
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...environment } });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const [status] = await once(child, 'close');
  return { status, output };
}

function verifyLedger({ firstUid, lastUid }: UidRange, ...options: string[]) {
  return node(['scripts/verify-ledger.ts', '--first-uid', firstUid, '--last-uid', lastUid, ...options]);
}

describe('npm run verify-ledger', () => {
  let ledger: Ledger;
  let range: UidRange;

  beforeEach(async () => {
    ({ ledger, range } = await openLedger());
    await ledger.credit([10, 20]);
  });

  afterEach(() => eraseLedgers([ledger]));

  it('exits with 0 and says where the money stands, where everything holds', async () => {
    const { status, output } = await verifyLedger(range);
    assert.equal(status, 0);
    assert.match(output, /1 user, 2 postings.*available +30 .*rewards +-30 .*Everything holds\.\n$/s);
  });

  it('exits with 1 and names user and posting of each discrepancy, where something does not', async () => {
    await ledger.corrupt('', { 'balances.coins.available': 31 });
    await ledger.corruptPostings('2026-03-04', (one) => [one.sequence === 2 ? { ...one, actor: 'nobody' } : one]);
    const { status, output } = await verifyLedger(range);
    assert.equal(status, 1);
    assert.ok(output.includes(`✗ user ${ledger.uid}, posting 2: hash-mismatch (hash)`), output);
    const balance = `✗ user ${ledger.uid}: wallet-balance (coins.available)\n    expected 30\n    found    31\n`;
    assert.ok(output.includes(balance), output);
    const { output: json, status: same } = await verifyLedger(range, '--json');
    const { status: run, found } = JSON.parse(json);
    assert.deepEqual([same, run, found.length], [1, 'finished', 3]);
  });

  it('exits with 2 and says how it is called, where it is called otherwise', async () => {
    assert.equal((await node(['scripts/verify-ledger.ts', '--everything'])).status, 2);
    assert.equal((await node(['scripts/verify-ledger.ts'], { GCLOUD_PROJECT: '' })).status, 2);
  });
});

describe('the scheduled verification', () => {
  it('logs each discrepancy with the name that the alert listens to', async () => {
    const { ledger, range } = await openLedger();
    await ledger.corrupt('', { headHash: 'f'.repeat(64) });
    const program = `
      import { verifyLedger } from './functions/src/wallet/verifyLedger.ts';
      import { closeFirebase } from './functions/src/platform/runtime/firebase.ts';
      await verifyLedger({ nowMs: Date.now(), range: ${JSON.stringify(range)} });
      await closeFirebase();`;
    const { output } = await node(['--input-type=module', '--eval', program]);
    const line = JSON.parse(output.trim());
    const { severity, alert, uid, kind } = line;
    assert.deepEqual([severity, alert, uid, kind], ['ERROR', 'ledger.discrepancy', ledger.uid, 'wallet-head']);
    await eraseLedgers([ledger]);
  });
});
