/**
 * Loaded before anything else into a process that plays a world: its clocks stand elsewhere and run at another pace, its
 * chance is no chance, and whoever opens a connection fails.
 */
import nodeCrypto from 'node:crypto';
import { Socket } from 'node:net';

const aheadMs = Number(process.env.HOSTILE_AHEAD_MS ?? 0);
const [startedMs, realNow] = [Date.now(), Date.now];
Date.now = () => startedMs + aheadMs + 7 * (realNow() - startedMs);
const realPerformance = performance.now.bind(performance);
performance.now = () => 1_000 + 7 * realPerformance();
Math.random = () => 0.25;
Object.assign(nodeCrypto, {
  randomBytes: (size: number) => Buffer.alloc(size, aheadMs % 251),
  randomUUID: () => '00000000-0000-4000-8000-000000000000',
  randomInt: (min: number, max?: number) => (max === undefined ? 0 : min),
});
Object.assign(globalThis, { fetch: () => Promise.reject(new Error('a world went to the network')) });
Socket.prototype.connect = () => {
  throw new Error('a world opened a connection');
};
