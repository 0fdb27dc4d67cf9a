import { askRedis } from '../../../functions/src/platform/redis.ts';
import { verifyUser } from '../../../functions/src/wallet/verifyUser.ts';
import { checkWhole } from '../checks/whole.ts';
import { answerOf } from '../core/answer.ts';
import { Consumer } from '../core/consumer.ts';
import type { World } from '../core/generate.ts';
import type { Kind, Operation, Request, System } from '../core/operation.ts';
import { demand } from '../core/violation.ts';
import type { Store } from '../memory/store.ts';
import { newOracle, type Oracle } from '../oracle/state.ts';
import type { Dispatch } from './dispatch.ts';
import { explainGroup, type Heard, isUntold } from './explainGroup.ts';
import { readStored } from './stored.ts';

/** One world on the emulator suite: its groups run at once, and each must be explained before the next one starts. */
export class RealWorld implements System {
  readonly consumer = new Consumer();
  oracle: Oracle = newOracle(new Map());
  readonly players: readonly string[];
  readonly outcomes = new Map<string, number>();
  readonly #world: World;
  readonly #kinds: ReadonlyMap<string, Kind>;
  readonly #dispatch: Dispatch;
  #stored: Store | undefined;

  constructor(
    world: World,
    players: readonly string[],
    kinds: ReadonlyMap<string, Kind>,
    dispatch: Dispatch,
    configVersion: number,
  ) {
    this.#world = world;
    this.players = players;
    this.#kinds = kinds;
    this.#dispatch = dispatch;
    this.oracle.limited = false;
    this.oracle.firstVersion = configVersion;
    for (const uid of world.admins) (this.oracle.claims as Map<string, any>).set(uid, { role: 'admin' });
  }

  /** Runs the next group; answers how many operations that were, 0 at the end. */
  async runGroup(group: readonly Operation[]): Promise<void> {
    const admins = this.oracle.claims;
    const sent = group.filter((one) => one.kind !== 'adjustBalance' || admins.has(one.params.uid));
    const heard = await Promise.all(sent.map((operation) => this.#run(operation)));
    const devices = heard.flatMap(({ operation }) => operation.params.data?.deviceHash ?? []);
    const known = [...this.oracle.devices.keys(), ...devices].filter((hash) => /^[0-9a-f]{64}$/.test(hash));
    const stored = await readStored(this.players, [...new Set(known)]);
    this.#stored = stored;
    this.oracle = explainGroup(this.oracle, heard, this.#kinds, stored, (oracle) => checkWhole(oracle, stored));
  }

  async #run(operation: Operation): Promise<Heard> {
    const kind = this.#kinds.get(operation.kind);
    if (kind === undefined) throw new Error(`no operation is called ${operation.kind}`);
    const answer = await answerOf(kind.run(this, operation));
    const outcome = `${operation.kind} ${answer.ok ? 'ok' : answer.code}`;
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
    // The server tells at what instant it decided; in this process that is what it was given.
    const told = answer.ok ? (answer.value?.serverTime ?? answer.value?.boundAt) : undefined;
    const nowMs = told ?? operation.atMs + operation.skewMs;
    // An answer that is lost on its way tells its sender nothing; that nothing has happened it tells us all the same.
    const isHeard = operation.faults.killAtTurn === undefined || isUntold(answer);
    return { operation, nowMs, answer: isHeard ? answer : undefined };
  }

  /** The product's own verification must find nothing either. */
  async verify(): Promise<void> {
    for (const uid of this.players) {
      const { discrepancies } = await verifyUser(uid);
      demand(discrepancies.length === 0, () => `${uid}: ${JSON.stringify(discrepancies[0])}`);
    }
  }

  get groups(): Iterable<readonly Operation[]> {
    return Map.groupBy(this.#world.operations, ({ group }) => group).values();
  }

  call(request: Request, operation: Operation): Promise<unknown> {
    return this.#dispatch(request, operation);
  }

  nextTrigger({ params }: Operation) {
    const pages = this.#stored?.group('days') ?? [];
    return pages[Math.floor(params.chance * pages.length)];
  }

  nextMessage(): unknown {
    return undefined;
  }

  /** The suite delivers by itself. */
  async deliver(): Promise<void> {}

  inject(): void {}

  /** Only what answers replays, because the suite's other guests use the same Redis. */
  flushRedis(): void {
    void askRedis(async (redis) => {
      const keys = await redis.keys('replay:*');
      if (keys.length > 0) await redis.del(...keys);
    });
  }
}
