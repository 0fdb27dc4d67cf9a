import type { Oracle } from '../oracle/state.ts';
import type { Answer } from './answer.ts';
import type { Random } from './random.ts';
import type { Scene } from './scene.ts';

/** What goes wrong on purpose while one operation runs. */
export interface Faults {
  /** The process dies at this turn (a read, a commit, a publication, …) and is never heard of again. */
  readonly killAtTurn?: number;
  /** The process dies as soon as something is committed, before anything else of it can follow. */
  readonly killAfterCommit?: boolean;
  /** How many attempts of its transactions are aborted, as by contention. */
  readonly aborts?: number;
  /** The first commit lands, but its acknowledgement is lost, so that the SDK runs the transaction again. */
  readonly lostCommit?: boolean;
  /** `down`: Redis answers nothing; `slow`: it obeys, but its answers come too late. */
  readonly redis?: 'down' | 'slow';
  /** Pub/Sub refuses some of the messages. */
  readonly publishFails?: boolean;
}

/** One step of a world, as plain data: a list of these is all that a replay needs. */
export interface Operation {
  readonly id: number;
  readonly kind: string;
  /** Operations of one group run at once. */
  readonly group: number;
  /** The server's clock, epoch milliseconds; `skewMs` is how wrong the clock of this one's instance is. */
  readonly atMs: number;
  readonly skewMs: number;
  readonly faults: Faults;
  readonly params: any;
}

export interface Write {
  readonly path: string;
  readonly before: any;
  readonly after: any;
}

/** A transaction attempt that came to its end: its writes are stored (or, when refused, there are none). */
export interface Settled {
  readonly operation: Operation;
  readonly nowMs: number;
  /** Which transaction of its operation it was, from 0. */
  readonly transaction: number;
  readonly refused: boolean;
  readonly writes: readonly Write[];
  /** A document as it was before this transaction. */
  readonly before: (path: string) => any;
}

/** How the outcome of an operation follows from the oracle; answers are compared as far as predicted. */
export interface Prediction {
  readonly answer: Answer;
}

/** One sort of operation. Domains register theirs in `operations/`, one file a domain. */
export interface Kind {
  readonly name: string;
  /** How often it is drawn, compared with the others. */
  readonly weight: number;
  /** Whether it is what a world begins with. */
  readonly opens?: boolean;
  /** Whether it takes many turns, and may die at any of them. */
  readonly isLong?: boolean;
  /** Whether it often dies right after its commit, as it looks to an instance when another one has done it. */
  readonly diesLate?: boolean;
  /** Whether its keys are kept for good, and worth sending again long after. */
  readonly isKept?: boolean;
  /** Whether something follows from its commit that may fail where the platform does, until the request is sent again. */
  readonly mayStop?: boolean;
  /** Whether it works by itself: nobody is answered, and what it does is judged by what it writes. */
  readonly isJob?: boolean;
  /** Draws plain parameters; undefined where the scene offers nothing to do. */
  draw(scene: Scene, random: Random): any;
  /** Carries it out against the real code; refusals are thrown. */
  run(system: System, operation: Operation): Promise<unknown>;
  /** Predicts what needs no transaction; undefined where the outcome is decided by one. */
  begin?(oracle: Oracle, operation: Operation, nowMs: number): Answer | undefined;
  /** Predicts a transaction that has just settled and brings the oracle up to date. */
  settle?(oracle: Oracle, settled: Settled): Answer | undefined;
  /** Predicts an operation that ended without a transaction and without {@link begin} having known. */
  ended?(oracle: Oracle, operation: Operation, nowMs: number): Answer | undefined;
  /** Looks at what was answered, after it has been compared. */
  answered?(oracle: Oracle, operation: Operation, answer: Answer, nowMs: number): void;
  /** Looks at what a whole group has left behind; an operation without an answer was killed. */
  groupEnded?(oracle: Oracle, group: readonly Ended[], stored: (path: string) => any): void;
}

export interface Ended {
  readonly operation: Operation;
  readonly answer: Answer | undefined;
}

export interface Request {
  readonly name: string;
  readonly uid: string;
  readonly data: any;
}

/** The doors through which operations reach the system under test; in memory or over the network. */
export interface System {
  readonly oracle: Oracle;
  call(request: Request, operation: Operation): Promise<unknown>;
  /** Some player's journal page as a relay has read it, now or, where that one is slow, a while ago. */
  somePage(operation: Operation): { readonly path: string; readonly data: any } | undefined;
  nextMessage(operation: Operation): unknown;
  readonly consumer: { handle(message: unknown): boolean };
  /** Takes a message to one of the deployed consumers; it stays in its queue until that has succeeded. */
  deliver(operation: Operation): Promise<void>;
  /** Puts something into a topic that nobody of the deployment has sent. */
  inject(topic: string, raw: unknown): Promise<void>;
  flushRedis(): void;
}
