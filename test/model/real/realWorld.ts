import { askRedis } from '../../../functions/src/platform/redis/redis.ts';
import { verifyUser } from '../../../functions/src/wallet/verifyUser.ts';
import { checkDocument } from '../checks/documents.ts';
import { checkWhole } from '../checks/whole.ts';
import { answerOf } from '../core/answer.ts';
import { Consumer } from '../core/consumer.ts';
import type { World } from '../core/generate.ts';
import type { Kind, Operation, Request, System } from '../core/operation.ts';
import { demand } from '../core/violation.ts';
import type { Store } from '../memory/store.ts';
import { storedScope } from '../oracle/keys.ts';
import { isSettled } from '../oracle/referralCredits.ts';
import { newOracle, type Oracle } from '../oracle/state.ts';
import { deliver, rawOf } from './consumers.ts';
import { type Dispatch, UNHEARD } from './dispatch.ts';
import { explainGroup, type Heard, isUntold } from './explainGroup.ts';
import { checkTold, endDeletion, settleWorld } from './restReal.ts';
import { readStored } from './stored.ts';
import { changesBetween, checkPaid, happeningsSince } from './surroundings.ts';

/** What only staff may do: who may not is another test's, for here the use cases are called past their doors. */
const STAFF = new Set([
  'adjustBalance',
  'forgiveDebt',
  'reviewWithdrawal',
  'completeWithdrawal',
  'revealPaymentDetails',
  'reviewFraud',
]);

/** One world on the emulator suite: its groups run at once, and each must be explained before the next one starts. */
export class RealWorld implements System {
  readonly consumer = new Consumer();
  oracle: Oracle = newOracle(new Map());
  readonly players: readonly string[];
  readonly outcomes = new Map<string, number>();
  readonly #world: World;
  readonly #kinds: ReadonlyMap<string, Kind>;
  readonly #dispatch: Dispatch;
  /** The deletions that somebody has asked for, by their keys. */
  readonly #deletions = new Set<string>();
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
    const sent = group.filter((one) => !STAFF.has(one.kind) || admins.has(one.params.uid));
    const heard = await Promise.all(sent.map((operation) => this.#run(operation)));
    await this.#endDeletions(sent);
    const devices = heard.flatMap(({ operation }) => this.oracle.sent.get(operation.id)?.deviceHash ?? []);
    await this.look(heard, devices);
  }

  /** Explains what is stored by what was heard, and by what the suite does by itself. */
  async look(heard: readonly Heard[], devices: readonly string[] = []): Promise<void> {
    const known = [...this.oracle.devices.keys(), ...devices].filter((hash) => /^[0-9a-f]{64}$/.test(hash));
    const stored = await readStored(this.players, [...new Set(known)], [...this.#deletions]);
    const writes = changesBetween(this.#stored, stored);
    this.#stored = stored;
    const seen = { stored, writes, happenings: happeningsSince(this.oracle, stored) };
    this.oracle = explainGroup(this.oracle, heard, this.#kinds, seen, (oracle) => checkAll(oracle, stored));
  }

  /** Comes to rest: what was cut off goes on, what was told is told again, and nothing has happened twice. */
  async settle(): Promise<void> {
    await settleWorld(this.oracle, this.#world.operations.at(-1)?.atMs ?? Date.now());
    await this.look([]);
    for (const referral of this.oracle.referrals.values()) {
      demand(isSettled(this.oracle, referral), () => `${referral.referrer} was never paid for ${referral.uid}`);
    }
    await checkTold(this.oracle, this.players);
  }

  /** What the call has left over, where Redis was too slow for it; one that is cut off on purpose rests until the world does. */
  async #endDeletions(sent: readonly Operation[]): Promise<void> {
    for (const { kind, params, faults, atMs } of sent.filter((one) => one.kind === 'deleteAccount')) {
      const scope = storedScope([params.uid, kind, params.data.idempotencyKey]);
      this.#deletions.add(scope);
      if (faults.killAtTurn === undefined) await endDeletion(scope, atMs);
    }
  }

  async #run(operation: Operation): Promise<Heard> {
    const kind = this.#kinds.get(operation.kind);
    if (kind === undefined) throw new Error(`no operation is called ${operation.kind}`);
    const answer = await answerOf(kind.run(this, operation));
    const outcome = `${operation.kind} ${answer.ok ? 'ok' : answer.code}`;
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
    // The server tells at what instant it decided; in this process that is what it was given.
    const { serverTime, boundAt, exportedAt } = answer.ok ? Object(answer.value) : {};
    const told: number | undefined = serverTime ?? boundAt ?? exportedAt;
    const nowMs = told ?? operation.atMs + operation.skewMs;
    if (answer.ok && answer.value !== UNHEARD) kind.answered?.(this.oracle, operation, answer, nowMs);
    // An answer that is lost on its way tells its sender nothing; that nothing has happened it tells us all the same.
    if (answer.ok && answer.value === UNHEARD) return { operation, nowMs, answer: undefined };
    if (!answer.ok && answer.reason !== undefined && operation.kind !== 'hold') console.error(outcome, answer.reason);
    const isHeard = operation.faults.killAtTurn === undefined || isUntold(answer);
    return { operation, nowMs, answer: isHeard ? answer : undefined };
  }

  /** The product's own verification must find nothing either. */
  async verify(): Promise<void> {
    for (const uid of this.oracle.accounts.keys()) {
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

  somePage({ params }: Operation) {
    const pages = this.#stored?.group('days') ?? [];
    return pages[Math.floor(params.chance * pages.length)];
  }

  nextMessage(): unknown {
    return undefined;
  }

  /** Beside what the suite delivers by itself: something told before, to those who may have heard it. */
  async deliver({ params, atMs }: Operation): Promise<void> {
    const messages = [...this.oracle.messages.values()];
    const message = messages[Math.floor(params.chance * messages.length)];
    if (message !== undefined) await deliver(message.type, rawOf(message), atMs);
  }

  async inject(topic: string, raw: unknown): Promise<void> {
    await deliver(topic, raw, Date.now());
  }

  /** Only what answers replays, because the suite's other guests use the same Redis. */
  flushRedis(): void {
    void askRedis(async (redis) => {
      const keys = await redis.keys('replay:*');
      if (keys.length > 0) await redis.del(...keys);
    });
  }
}

const LOOKED_AT = new Set([
  'devices',
  'referralCodes',
  'referralClaims',
  'withdrawals',
  'withdrawalFiles',
  'fraudLogs',
]);

function checkAll(oracle: Oracle, stored: Store): void {
  checkPaid(oracle, stored);
  checkWhole(oracle, stored);
  for (const { path, data } of stored.all()) {
    const [collection = ''] = path.split('/');
    if (LOOKED_AT.has(collection)) checkDocument(oracle, { path, before: undefined, after: data });
  }
}
