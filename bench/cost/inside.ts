/** Measures in the metered suite that it was started in, and writes what it found to the file that it is given. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { DAY_MS, MINUTE_MS } from '../../functions/src/kernel/time.ts';
import { closeRedis } from '../../functions/src/platform/redis/redis.ts';
import { closeFirebase } from '../../functions/src/platform/runtime/firebase.ts';
import { freshKey, world } from '../../test/support/world.ts';
import type { Measured, Stretch } from './measured.ts';
import { firestoreBill } from './meter/firestoreBill.ts';
import { ClassicGame } from './play/classic.ts';
import { type ClassicName, classicDesigns } from './play/classicDesigns.ts';
import { Devices } from './play/devices.ts';
import { measureIdleRuns, measureMoved, measureReset, measureVerification } from './schedules.ts';
import { storedBytes } from './storedBytes.ts';
import { readMeter } from './usage.ts';
import { letMinutesPass, stretchOf, untilQuiet } from './window.ts';
import { prepareWithdrawals, withdrawAll } from './withdrawals.ts';

const PLAYERS = 4;
const SPEED = 30;
/** Where nothing goes out by itself, nothing in the client waits for anything but the player. */
const QUICK_SPEED = 90;
const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;
/** Virtual sessions run ahead of the server's clock; all of it must fit into one UTC day. */
const WHOLE_RUN_MS = 15 * MINUTE_MS;

const folder = process.env.EARNPLAY_METER ?? '';
const minutesPass = () => letMinutesPass(folder);
const progress = (line: string) => console.error(`cost: ${line}`);

// The standard output belongs to the results, and what runs in this process logs to it.
process.stdout.write = () => true;
writeFileSync(process.argv[2] ?? '', JSON.stringify(await measure()));
await Promise.all([closeRedis(), closeFirebase()]);
process.exit();

async function measure(): Promise<Measured> {
  await untilWithinOneDay();
  const proof = await prove();
  progress('the known sequence was metered');
  await allowFastPlay();
  const before = await storedBytes();
  const quick = { players: PLAYERS, speed: QUICK_SPEED, flushSeconds: HOUR_SECONDS };
  const savers = await Devices.signedUp('players', quick);
  await untilQuiet(folder);
  const storedBytesOfAnAccount = ((await storedBytes()) - before) / PLAYERS;
  // Once unmeasured, so that what is measured afterwards finds warm instances.
  const warmUp = await Devices.signedUp('players', quick);
  await warmUp.play(minutesPass);
  const dayInThreeBatches = await stretchOf(folder, PLAYERS, () => savers.play(minutesPass));
  progress('a day in three batches was played');
  const usual = { players: PLAYERS, speed: SPEED, flushSeconds: MINUTE_SECONDS };
  const devices = await Devices.signedUp('players', usual);
  const typicalDay = await stretchOf(folder, PLAYERS, () => devices.play(minutesPass));
  progress('the typical day was played');
  await warmUpWithdrawals(warmUp);
  const desk = await prepareWithdrawals(devices.uids);
  const withdrawal = await stretchOf(folder, PLAYERS, () => withdrawAll(folder, devices, desk));
  progress('withdrawals were paid');
  const dailyReset = await measureReset(folder);
  const moved = await measureMoved(folder);
  const verification = await measureVerification(folder);
  const idleRuns = await measureIdleRuns(folder);
  progress('schedules have run');
  for (const each of [savers, warmUp, devices]) each.end();
  const classicWrite = await playClassic(classicDesigns.write);
  const classicTransaction = await playClassic(classicDesigns.transaction);
  progress('the classic designs were played');
  return {
    ...{ proof, typicalDay, dayInThreeBatches, withdrawal, classicWrite, classicTransaction, idleRuns, dailyReset },
    ...{ moved, verification, storedBytesOfAnAccount },
  };
}

async function untilWithinOneDay(): Promise<void> {
  const leftMs = DAY_MS - (Date.now() % DAY_MS);
  if (leftMs > WHOLE_RUN_MS) return;
  progress(`midnight UTC is ${Math.round(leftMs / MINUTE_MS)} minutes away: waiting for the next day`);
  await new Promise((resolve) => setTimeout(resolve, leftMs + 1_000));
}

async function prove(): Promise<Measured['proof']> {
  const env = { ...process.env, EARNPLAY_METER_AS: 'proof' };
  const child = fork(join(import.meta.dirname, 'play', 'proof.ts'), { env });
  const [status]: unknown[] = await once(child, 'exit');
  if (status !== 0) throw new Error(`the known sequence ended with status ${String(status)}`);
  const messages = readMeter(folder).filter((one) => one.kind === 'message' && one.who === 'proof');
  return firestoreBill(messages.flatMap((one) => (one.kind === 'message' ? [one] : [])));
}

/** Minutes of play pass in seconds here, which the limit of calls a minute would take for an attack. */
async function allowFastPlay(): Promise<void> {
  const admin = await world.staff('admin');
  const limits = { batchEvents: { perUid: 1_000, perIp: 1_000 } };
  const config = { rateLimits: { functions: limits } };
  const { error } = await admin.call('setEconomyConfig', { config, idempotencyKey: freshKey() });
  if (error !== undefined) throw new Error(`setEconomyConfig: ${JSON.stringify(error)}`);
}

async function warmUpWithdrawals(devices: Devices): Promise<void> {
  await withdrawAll(folder, devices, await prepareWithdrawals(devices.uids));
}

async function playClassic(name: ClassicName): Promise<Stretch> {
  const game = await ClassicGame.start(name);
  await game.play(await game.newPlayers(PLAYERS));
  const players = await game.newPlayers(PLAYERS);
  const stretch = await stretchOf(folder, PLAYERS, () => game.play(players));
  await game.check(players);
  game.end();
  return stretch;
}
