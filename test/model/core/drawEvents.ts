import type { Random } from './random.ts';
import type { Scene } from './scene.ts';

/** Draws a client's batch: new events, events of earlier batches again, and some that no server should accept. */
const SECOND = 1_000;
const DAY = 86_400_000;

export function drawEvents(scene: Scene, known: readonly any[], random: Random): any[] {
  if (random.chance(0.03)) return drawWeek(scene, random);
  const size = random.chance(0.1) ? random.int(8, 30) : random.int(1, 5);
  const clock = drawClock(scene.nowMs, random);
  const events: any[] = [];
  for (let at = 0; at < size; at += 1) {
    if (known.length > 0 && random.chance(0.2)) events.push(again(random.pick(known), scene, random));
    else if (known.length > 0 && random.chance(0.03)) events.push(otherwise(random.pick(known), scene, random));
    else if (events.length > 0 && random.chance(0.04)) events.push(random.pick(events));
    else if (random.chance(0.02)) events.push(drawBroken(scene, random));
    else events.push(drawEvent(scene, clock(), random));
  }
  return events;
}

const ADS_A_DAY = 10;
const GRIND_DAYS = 6;
const GRIND_WINS = 12;

/** A week on a device without a network, of somebody who wants to cash out. */
export function drawWeek(scene: Scene, random: Random): any[] {
  const common = (occurredAt: number) => ({ idempotencyKey: scene.nextName(), occurredAt });
  const events: any[] = [];
  for (let day = 0; day < GRIND_DAYS; day += 1) {
    const noonMs = scene.nowMs - day * DAY - random.int(0, 60 * SECOND);
    for (let ad = 0; ad < ADS_A_DAY; ad += 1) {
      events.push({ ...common(noonMs - ad * SECOND), type: 'AD_WATCHED', metadata: { adUnit: 'banner' } });
    }
  }
  for (let game = 0; game < GRIND_WINS; game += 1) {
    const metadata = { gameName: 'chess', durationSeconds: 25 };
    events.push({ ...common(scene.nowMs - game * 60 * SECOND), type: 'GAME_WON', metadata });
  }
  return events;
}

/** An event as it was sent before; an ad that the network knows also as another device reports it, minutes or days apart. */
function again(event: any, scene: Scene, random: Random): any {
  if (event.metadata.ssvTransactionId === undefined || random.chance(0.3)) return event;
  const apartMs = random.chance(0.5) ? random.int(-590 * SECOND, 590 * SECOND) : random.int(-4 * DAY, 4 * DAY);
  return { ...event, idempotencyKey: scene.nextName(), occurredAt: event.occurredAt + apartMs };
}

/** The key of an event that was sent before, for an event of any type. */
function otherwise({ idempotencyKey, occurredAt }: any, scene: Scene, random: Random): any {
  return { ...drawEvent(scene, occurredAt, random), idempotencyKey };
}

/** The device's clock: right, wrong, around midnight, or around the edges of the window. */
function drawClock(nowMs: number, random: Random): () => number {
  const chance = random.next();
  const midnight = nowMs - (nowMs % DAY) - random.int(0, 6) * DAY;
  if (chance < 0.5) return () => nowMs - random.int(0, 120 * SECOND);
  if (chance < 0.65) return () => midnight + random.int(-3 * SECOND, 3 * SECOND);
  if (chance < 0.72) return () => nowMs + 300 * SECOND + random.pick([-1, 0, 1, SECOND]);
  if (chance < 0.8) return () => nowMs - 7 * DAY + random.pick([-1, 0, 1, SECOND, 60 * SECOND]);
  return () => nowMs - random.int(0, 7 * DAY);
}

const TYPES = [
  { type: 'GAME_WON', weight: 8 },
  { type: 'GAME_LOST', weight: 3 },
  { type: 'AD_WATCHED', weight: 4 },
  { type: 'SPIN_CLAIMED', weight: 4 },
  { type: 'STREAK_CLAIMED', weight: 3 },
];

function drawEvent(scene: Scene, occurredAt: number, random: Random): any {
  const { type } = random.weighted(TYPES);
  const expectedCoins = random.chance(0.2) ? { expectedCoins: random.int(0, 20) } : {};
  const common = { idempotencyKey: scene.nextName(), type, occurredAt, ...expectedCoins };
  if (type === 'AD_WATCHED') return { ...common, metadata: drawAd(scene, random) };
  return { ...common, metadata: type.startsWith('GAME') ? drawGame(random) : {} };
}

function drawGame(random: Random): any {
  const gameName = random.pick(['tic-tac-toe', 'chess', 'constructor', 'ludo']);
  const durationSeconds = random.chance(0.1) ? random.int(0, 7_200) : random.int(3, 90);
  return { gameName, durationSeconds, ...(random.chance(0.2) ? { score: random.int(0, 99) } : {}) };
}

function drawAd(scene: Scene, random: Random): any {
  return random.chance(0.3) ? { ssvTransactionId: `ad-${scene.nextName()}` } : { adUnit: 'banner' };
}

/** `broken` is an unknown field, which makes the event unreadable by itself; the rest is broken as well, or not. */
function drawBroken(scene: Scene, random: Random): any {
  const event = drawEvent(scene, scene.nowMs, random);
  return { ...event, ...random.pick([{}, { type: 'GAME_STOLEN' }, { occurredAt: -1 }]), broken: true };
}
