import { callables, defaultEconomyConfig } from '../../functions/src/contract.ts';
import { freshDevice, freshKey } from '../support/world.ts';

/**
 * A valid request of each callable, from which hostile ones are bred. A callable without an entry here is fuzzed from its
 * own schema alone: whatever fields that names.
 */
type Base = Readonly<Record<string, unknown>>;

const DAY_MS = 86_400_000;

export function event(more: Base = {}): Base {
  const metadata = { gameName: 'chess', durationSeconds: 60 };
  return { idempotencyKey: freshKey(), type: 'GAME_LOST', occurredAt: Date.now() - 1_000, metadata, ...more };
}

const written: Readonly<Record<string, (uid: string) => Base>> = {
  createUser: () => ({ deviceHash: freshDevice(), country: 'DE', appVersion: '1.0' }),
  bindDevice: () => ({ deviceHash: freshDevice() }),
  batchEvents: () => ({ events: [event(), event()] }),
  adjustBalance: (uid) => ({
    uid,
    currency: 'coins',
    amount: 5,
    reason: 'a correction by hand',
    expectedVersion: 999_999,
  }),
  setRole: (uid) => ({ uid, role: 'staff', permissions: [] }),
  setEconomyConfig: () => ({ config: defaultEconomyConfig, dryRun: true }),
};

export function baseOf(name: string, uid: string): Base {
  const schema: unknown = Reflect.get(callables, name)?.input;
  const base = written[name]?.(uid) ?? guessed(schema);
  const keyed = Reflect.get(callables, name)?.effect !== 'deduplicated';
  return keyed ? { ...base, idempotencyKey: freshKey() } : base;
}

/** Fields of an object schema, each with a string: enough to reach the parser of each field. */
function guessed(schema: unknown): Base {
  const shape: unknown = schema instanceof Object ? Reflect.get(schema, 'shape') : undefined;
  return Object.fromEntries(Object.keys(shape instanceof Object ? shape : {}).map((field) => [field, 'guess']));
}

const now = () => Date.now();

/** Batches at the edges of what `batchEvents` takes; none of them may be more than refused event by event. */
export function edgeBatches(): Base[] {
  const twin = event();
  const instants = [0, -1, 2 ** 53, now() - 7 * DAY_MS - 60_000, now() + 300_000 + 60_000, 1e308, -0, 1.5];
  return [
    { events: [] },
    { events: Array.from({ length: 501 }, () => event()) },
    { events: [twin, twin, { ...twin, type: 'GAME_WON' }] },
    { events: instants.map((occurredAt) => event({ occurredAt })) },
    { events: [null, 1, 'event', [], {}, event({ type: 'constructor' }), event({ metadata: null })] },
    { events: [event({ metadata: { gameName: 'constructor', durationSeconds: 1 } })] },
    { events: [event({ metadata: { gameName: 'a', durationSeconds: -1 } }), event({ idempotencyKey: '\ud800' })] },
    { events: [event({ expectedCoins: Number.MAX_SAFE_INTEGER + 1 }), event({ expectedCoins: -1 })] },
    { events: { length: 3 } },
    { events: [event()], deviceHash: 'x'.repeat(64) },
  ];
}
