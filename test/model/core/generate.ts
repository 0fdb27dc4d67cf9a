import { type Deployment, drawDeployment } from './deployment.ts';
import { drawFaults } from './faults.ts';
import { mayMeet, type Together } from './meetings.ts';
import type { Kind, Operation } from './operation.ts';
import { drawPrelude } from './prelude.ts';
import { Random } from './random.ts';
import { type Cast, newScene, remember, type Scene } from './scene.ts';

/**
 * Draws a world: a list of operations that follows from its seed alone. Requests are sent again, at once, later, or
 * much later; they are delayed and so reordered; and time passes in steps that like the edges of days and months.
 */
export interface World {
  readonly seed: number;
  readonly deployment: Deployment;
  readonly players: readonly string[];
  readonly admins: readonly string[];
  readonly helpers: readonly string[];
  /** Players who are staff as well. */
  readonly insiders?: readonly string[];
  readonly operations: readonly Operation[];
}

interface Delayed {
  readonly dueMs: number;
  readonly kind: string;
  readonly params: any;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Time between operations, and how many players there are: a rush of few fills pages and limits. */
const PACES = [2 * SECOND, 20 * SECOND, MINUTE, 5 * MINUTE, 40 * MINUTE];
const CROWDS = [3, 6, 12, 24];
const RUSHES = [2, 2, 4];

export function drawWorld(seed: number, count: number, kinds: ReadonlyMap<string, Kind>, cast?: Cast): World {
  const random = new Random(seed);
  // A few days before the end of some month of 2026 or 2027.
  const startMs = Date.UTC(2026, random.int(0, 23), 26, random.int(0, 23), random.int(0, 59));
  const pace = random.pick(PACES);
  const crowd = random.pick(pace < MINUTE ? RUSHES : CROWDS);
  const scene = newScene({ seed, startMs: cast?.nowMs ?? startMs, crowd }, random, cast);
  const choices = [...kinds.values()];
  const delayed: Delayed[] = [];
  const planned: Together[] = [];
  const operations: Operation[] = cast === undefined ? [] : beginShort(scene, random);
  const habits = cast === undefined ? LONG_WORLD : SHORT_WORLD;
  for (let group = operations.length; operations.length < count; group += 1) {
    if (cast?.nowMs === undefined) scene.nowMs += passTime(scene.nowMs, pace, random);
    const add = (kind: string, params: any) => {
      const skewMs = random.chance(0.2) ? random.int(-3_000, 3_000) : 0;
      const about = { id: operations.length, kind, group, atMs: scene.nowMs, skewMs };
      operations.push({ ...about, faults: drawFaults(random, kinds.get(kind)), params });
    };
    const later = delayed.splice(0);
    delayed.push(...later.filter(({ dueMs }) => dueMs > scene.nowMs));
    for (const { kind, params } of later.filter(({ dueMs }) => dueMs <= scene.nowMs)) add(kind, params);
    const isOpening = operations.length < 3 * scene.players.length + habits.opening;
    if (!isOpening) meet(planned, habits.meetings, { add, delayed, scene, random });
    const size = random.chance(0.5) ? 1 : random.int(2, habits.atOnce);
    drawGroup(size, isOpening, choices, { add, delayed, scene, random });
  }
  const { everybody, guests, admins, helpers, insiders } = scene;
  const players = [...everybody, ...guests];
  return {
    seed,
    deployment: drawDeployment(seed),
    players,
    admins,
    helpers,
    insiders,
    operations: operations.slice(0, count),
  };
}

/** How many run at once, what comes before everything else, and how often some meet; short worlds are the suite's. */
const LONG_WORLD = { atOnce: 5, opening: 6, meetings: 0.05 };
const SHORT_WORLD = { atOnce: 3, opening: 0, meetings: 0 };

/** The next step of a meeting that is under way, or the first of another one, now and then. */
function meet(planned: Together[], chance: number, { add, scene, random }: Sending): void {
  if (planned.length === 0) planned.push(...mayMeet(scene, random, chance));
  for (const { kind, params } of planned.shift() ?? []) add(kind, params);
}

function beginShort(scene: Scene, random: Random): Operation[] {
  return drawPrelude(scene, random).map((one, id) => {
    return { id, group: id, atMs: scene.nowMs, skewMs: 0, faults: {}, ...one };
  });
}

/** From this weight on a kind is what a world mostly consists of. */
const USUAL = 40;

/** Operations of any kind or, now and then, all of one kind, for they race most. */
function drawGroup(size: number, isOpening: boolean, choices: readonly Kind[], sending: Sending): void {
  const { scene, random } = sending;
  const usual = choices.filter(({ weight }) => weight >= USUAL);
  const openings = choices.filter((kind) => kind.opens === true);
  const theme = random.chance(0.18) ? [random.chance(0.5) ? random.pick(choices) : random.weighted(choices)] : choices;
  // Two alone fill their day with what is done most.
  const kinds = scene.isPair && random.chance(0.55) ? usual : theme;
  for (let at = 0; at < size; at += 1) {
    const kind = random.weighted(isOpening && random.chance(0.7) ? openings : kinds);
    const params = drawOrRepeat(kind, scene, random);
    if (params === undefined) continue;
    send({ kind: kind.name, params }, sending);
    if (kind.isKept !== true || !random.chance(0.3)) continue;
    sending.delayed.push({ dueMs: scene.nowMs + LONG_AFTER_MS, kind: kind.name, params });
  }
}

interface Sending {
  readonly add: (kind: string, params: any) => void;
  readonly delayed: Delayed[];
  readonly scene: Scene;
  readonly random: Random;
}

/** When every key is forgotten but those that are kept for good. */
const LONG_AFTER_MS = 15 * DAY;

/** Within the last hours of a key, and soon after it is forgotten. */
const AT_THE_END_MS = [14 * DAY - 6 * HOUR, 14 * DAY + 6 * HOUR];

/** Sends a request: once, twice at the same time, now and again later, or only later than others that came after it. */
function send({ kind, params }: Omit<Delayed, 'dueMs'>, { add, delayed, scene, random }: Sending): void {
  const luck = random.next();
  if (luck < 0.96) add(kind, params);
  if (luck < 0.06) add(kind, params);
  else if (luck < 0.14 || luck >= 0.96) delayed.push({ dueMs: scene.nowMs + drawDelay(random), kind, params });
  else if (luck < 0.2) delayed.push(...AT_THE_END_MS.map((ms) => ({ dueMs: scene.nowMs + ms, kind, params })));
}

/** Mostly something new, sometimes exactly what was sent before. */
function drawOrRepeat(kind: Kind, scene: Scene, random: Random): any {
  const earlier = scene.requests.get(kind.name) ?? [];
  if (earlier.length > 0 && random.chance(0.06)) return random.pick(earlier);
  const params = kind.draw(scene, random);
  if (params !== undefined) remember(scene.requests, kind.name, params);
  return params;
}

function drawDelay(random: Random): number {
  return random.pick([SECOND, MINUTE, HOUR, 12 * HOUR, 6 * DAY, 15 * DAY]);
}

/** Milliseconds until the next group; now and then to just around the next midnight, or far ahead. */
function passTime(nowMs: number, pace: number, random: Random): number {
  // A rush stays within its day.
  const chance = pace < MINUTE ? random.next() * 0.986 : random.next();
  if (chance < 0.3) return random.int(0, Math.min(5 * SECOND, pace));
  if (chance < 0.985) return random.int(0, 2 * pace);
  if (chance < 0.999)
    return DAY - (nowMs % DAY) + random.int(-2 * SECOND, 2 * SECOND) + (nowMs % DAY > DAY - 3_000 ? DAY : 0);
  return random.int(1, 16) * DAY;
}
