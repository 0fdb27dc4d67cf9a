import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { DAY_MS, MINUTE_MS } from '../../functions/src/kernel/time.ts';
import { adminFirestore } from '../../functions/src/platform/runtime/firebase.ts';
import { growOlder } from '../../scripts/suite/growOlder.ts';
import { type SignedIn, signUp } from './auth.ts';
import { type Answer, type CallOptions, callFunction } from './callable.ts';

/** All of yesterday, whatever the time is, within the slack of the rule; and not yet an old account to any other rule. */
const SINCE_YESTERDAY_MS = 2 * DAY_MS - 5 * MINUTE_MS;

/**
 * Builds the people of a test, each with fresh ids and an address of their own, so that tests share one suite without
 * meeting: `await world.player().create()`, `await world.staff('admin')`.
 */
export const world = {
  /** Somebody signed in who has no account yet. */
  async visitor(): Promise<Player> {
    return new Player(await signUp());
  },
  /** Somebody with an account that is old enough to have played yesterday, or as old as is said. */
  async player({ daysOld, ...options }: { country?: string; daysOld?: number } = {}): Promise<Player> {
    const player = await world.visitor();
    await player.create(options);
    const ageMs = daysOld === undefined ? SINCE_YESTERDAY_MS : daysOld * DAY_MS;
    if (ageMs > 0) await growOlder(player.uid, ageMs);
    return player;
  },
  /** Staff: signed in with a role and permissions as custom claims; no player's account. */
  async staff(role: 'admin' | 'support' | 'staff', permissions: string[] = []): Promise<Player> {
    return new Player(await signUp({ role, permissions }));
  },
};

export function freshDevice(): string {
  return randomBytes(32).toString('hex');
}

export function freshKey(): string {
  return randomUUID();
}

export function freshAddress(): string {
  return `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;
}

export class Player {
  readonly uid: string;
  readonly idToken: string;
  readonly deviceHash = freshDevice();
  readonly address = freshAddress();

  constructor({ uid, idToken }: SignedIn) {
    this.uid = uid;
    this.idToken = idToken;
  }

  /** Creates the account and insists that it was created. */
  async create(options: { country?: string } = {}): Promise<this> {
    const answer = await this.call('createUser', {
      deviceHash: this.deviceHash,
      ...options,
      idempotencyKey: freshKey(),
    });
    if (answer.error) throw new Error(`createUser: ${JSON.stringify(answer.error)}`);
    return this;
  }

  call(name: string, data: unknown, options: CallOptions = {}): Promise<Answer> {
    const headers = { 'x-forwarded-for': this.address, ...options.headers };
    return callFunction(name, data, { idToken: this.idToken, ...options, headers });
  }

  /** `users/{uid}` as it is stored. */
  async stored(): Promise<Record<string, any>> {
    const snapshot = await (await adminFirestore()).doc(`users/${this.uid}`).get();
    return snapshot.data() ?? {};
  }

  /** Every document of this player's ledger, for "byte for byte as it was". */
  async ledger(): Promise<unknown> {
    const database = await adminFirestore();
    const pages = await database.collection(`users/${this.uid}/days`).get();
    const { balances, version, headHash } = await this.stored();
    return { balances, version, headHash, pages: pages.docs.map((page) => [page.id, page.get('postings')]) };
  }
}
