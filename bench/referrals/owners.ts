import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Stage } from '../stage.ts';

/** Those whose codes are claimed, and what must have reached them. */
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 200;

const account = z.object({ balances: z.object({ coins: z.object({ available: z.number() }) }) });
const page = z.object({
  postings: z.array(z.object({ type: z.string(), details: z.object({ claims: z.number().optional() }) })).default([]),
});

export class Owners {
  readonly #stage: Stage;
  readonly #due = new Map<string, number>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  owe(uid: string, coins: number): void {
    this.#due.set(uid, (this.#due.get(uid) ?? 0) + coins);
  }

  /** Resolves when everybody has exactly what is due; throws where that does not come to pass. */
  async untilPaid(): Promise<void> {
    const deadlineMs = Date.now() + PATIENCE_MS;
    for (let wrong = await this.#wrong(); wrong.length > 0; wrong = await this.#wrong()) {
      if (Date.now() > deadlineMs) throw new Error(`referrers are not paid: ${wrong.slice(0, 3).join('; ')}`);
      await delay(LOOK_EVERY_MS);
      await this.#stage.carryOn();
    }
  }

  async #wrong(): Promise<string[]> {
    const all = await Promise.all(
      [...this.#due].map(async ([uid, due]) => {
        const { available } = account.parse(await this.#stage.read(`users/${uid}`)).balances.coins;
        return available === due ? [] : [`${uid} has ${available} of ${due}`];
      }),
    );
    return all.flat();
  }
}

export interface Folding {
  /** Postings, and so transactions, in which claims were paid. */
  readonly postings: number;
  readonly claims: number;
}

/** How a referrer was paid so far. */
export async function foldingOf(stage: Stage, uid: string): Promise<Folding> {
  const credits = (await stage.list(`users/${uid}/days`))
    .flatMap((stored) => page.parse(stored).postings)
    .filter(({ type }) => type === 'referral.credit');
  return { postings: credits.length, claims: credits.reduce((sum, { details }) => sum + (details.claims ?? 0), 0) };
}
