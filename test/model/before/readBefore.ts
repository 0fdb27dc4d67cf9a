/**
 * A process of its own, behind the simulation's doors: puts what earlier code stored into the model's database, lets the
 * code of today work with it as players, staff and schedules do, and prints all that went wrong, as a JSON array. With
 * `--migrate` the documents are migrated first.
 */
import { readFileSync } from 'node:fs';
import { openDoors } from '../doors/openDoors.ts';
import type { Onlooker as Outside } from './onlooker.ts';

openDoors();
const { putEnvironment } = await import('../doors/environment.ts');
const { enter } = await import('../doors/host.ts');
const { forgetEverything } = await import('../doors/forgetting.ts');
const { callableFunctions, deployed } = await import('../../support/deployed.ts');
const { Onlooker } = await import('./onlooker.ts');
const { checkMigrations } = await import('./migrated.ts');

const HOUR_MS = 3_600_000;
/** What a deployment is given today and was not then. */
const SINCE = { PLAYER_KEYS: JSON.stringify({ current: 'v1', keys: { v1: 'c4'.repeat(32) } }) };
const wrong: string[] = [];

const words = process.argv.slice(2);
const isMigrated = words.includes('--migrate');
for (const file of words.filter((word) => !word.startsWith('--')))
  await workWith(JSON.parse(readFileSync(file, 'utf8')));
console.log(JSON.stringify(wrong));

async function workWith({ environment, nowMs, documents }: any): Promise<void> {
  putEnvironment({ ...SINCE, ...environment });
  forgetEverything();
  // A while after the last of it, so that what is due is due.
  const outside = new Onlooker(nowMs + HOUR_MS);
  for (const [path, data] of Object.entries(documents)) outside.store.merge(path, revived(data));
  const users = [...outside.store.all()].filter(({ path }) => /^users\/[^/]+$/.test(path));
  for (const { path } of users) outside.claims.set(path.slice('users/'.length), {});
  for (const role of ['admin', 'support']) outside.claims.set(role, { role });
  enter(outside);
  try {
    if (isMigrated) wrong.push(...(await checkMigrations(outside.store, outside.nowMs)));
    for (const { path, data } of users) if (data.status === 'active') await playAs(outside, path, data);
    await workAsStaff(outside);
    await runSchedules();
    wrong.push(...outside.errors);
    const discrepancies = outside.store.group('ledgerDiscrepancies');
    wrong.push(...discrepancies.map(({ data }) => `discrepancy: ${JSON.stringify(data)}`));
  } finally {
    enter(undefined);
  }
}

/** Timestamps and bytes, which JSON has not. */
function revived(value: any): any {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(revived);
  const keys = Object.keys(value);
  if (keys.length === 1 && typeof value.instant === 'number') return new Date(value.instant);
  if (keys.length === 1 && typeof value.bytes === 'string') return Buffer.from(value.bytes, 'base64');
  return Object.fromEntries(keys.map((key) => [key, revived(value[key])]));
}

async function playAs(outside: Outside, path: string, { deviceHash }: any): Promise<void> {
  const uid = path.slice('users/'.length);
  const occurredAt = outside.nowMs;
  const event = { idempotencyKey: `after-${uid}`, type: 'AD_WATCHED', occurredAt, metadata: {} };
  await call(outside, uid, 'exportMyData', {});
  const played = await call(outside, uid, 'batchEvents', { events: [event] });
  await call(outside, uid, 'bindDevice', { deviceHash, idempotencyKey: `device-${uid}` });
  const details = { method: 'paypal', paymentDetails: { email: `${uid}@example.com` } };
  await call(outside, uid, 'requestWithdrawal', { amount: 500, ...details, deviceHash, idempotencyKey: `out-${uid}` });
  if (played?.results?.length !== 1) wrong.push(`${uid}: ${JSON.stringify(played)}`);
}

async function workAsStaff(outside: Outside): Promise<void> {
  const pages: [string, string, object][] = [
    ['admin', 'setEconomyConfig', { rollbackTo: 0, dryRun: true, idempotencyKey: 'look' }],
    ['admin', 'listDeadLetters', {}],
    ...['OPEN', 'FROZEN'].map((status): [string, string, object] => ['support', 'listReviewQueue', { status }]),
    ...['PENDING', 'APPROVED'].map((status): [string, string, object] => ['support', 'listWithdrawals', { status }]),
  ];
  for (const [uid, name, data] of pages) await call(outside, uid, name, data);
}

/** What a call answers; what it is refused with by a rule is an answer too, and what is our own failure is not. */
async function call(outside: Outside, uid: string, name: string, data: object): Promise<any> {
  const headers: Record<string, string> = { 'x-forwarded-for': '192.0.2.7' };
  const token = { ...outside.claims.get(uid), auth_time: outside.nowMs / 1_000 };
  const signIn = { uid, token: { ...token, firebase: { sign_in_second_factor: 'totp' } } };
  const rawRequest = { headers, get: (header: string) => headers[header] };
  const request = { data, app: { appId: 'model' }, auth: signIn, rawRequest, acceptsStreaming: false };
  try {
    return await (callableFunctions[name] as any).run(request);
  } catch (error: any) {
    const code = error?.details?.code;
    if (code === undefined || /internal|invalid-input/.test(code)) wrong.push(`${name} of ${uid}: ${code} ${error}`);
    return undefined;
  }
}

async function runSchedules(): Promise<void> {
  for (const [name, scheduled] of Object.entries<any>(deployed)) {
    if (scheduled.__endpoint?.scheduleTrigger === undefined || name === 'exportBackup') continue;
    const scheduleTime = new Date(Date.now()).toISOString();
    await scheduled.run({ scheduleTime }).catch((error: unknown) => wrong.push(`${name}: ${error}`));
  }
}
