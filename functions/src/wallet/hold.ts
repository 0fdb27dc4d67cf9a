import { invariant } from '../kernel/assert.ts';
import { Refused } from '../kernel/decision.ts';
import type { Currency } from '../kernel/money.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { walletErrors } from './contract.ts';
import { type Posted, post } from './post.ts';
import { type CounterAccount, captureLegs, holdLegs, type PostingDraft, releaseLegs } from './rules.ts';
import { holdDoc } from './store.ts';

/**
 * Two-phase movements: a hold locks an amount, and one capture or one release resolves it. What is held can neither be
 * spent nor lost; an expired hold releases by itself.
 */
export type Cause = Pick<PostingDraft, 'postedAtMs' | 'actor' | 'correlationId' | 'configVersion'>;

export interface HoldRequest {
  readonly uid: string;
  readonly holdId: string;
  readonly currency: Currency;
  /** Minor units, at least 1. */
  readonly amount: number;
  readonly reference: string;
  /** When it releases by itself; null where only a decision may. */
  readonly expiresAtMs: number | null;
}

export async function hold(tx: Tx, request: HoldRequest, cause: Cause): Promise<Posted> {
  const { uid, holdId, currency, amount, reference, expiresAtMs } = request;
  invariant(Number.isSafeInteger(amount) && amount > 0, `cannot hold ${amount}`);
  const doc = holdDoc(uid, holdId);
  invariant((await tx.get(doc)) === undefined, `hold ${holdId} exists`);
  const legs = holdLegs(currency, amount);
  const posted = await post(tx, uid, {
    ...cause,
    type: 'hold.create',
    legs,
    reference: holdId,
    details: { reference },
  });
  tx.create(doc, {
    ...{ uid, holdId, currency, amount, reference, status: 'held', captured: 0 },
    createdAt: new Date(cause.postedAtMs),
    expiresAt: expiresAtMs === null ? null : new Date(expiresAtMs),
  });
  return posted;
}

export interface Resolution {
  readonly uid: string;
  readonly holdId: string;
}

/** Takes all of a hold, or `amount` of it, to a counter-account; the rest becomes available again. */
export async function capture(
  tx: Tx,
  resolution: Resolution & { readonly to: CounterAccount; readonly amount?: number },
  cause: Cause,
): Promise<Posted> {
  const { uid, holdId, to } = resolution;
  const held = await openHold(tx, resolution);
  const captured = resolution.amount ?? held.amount;
  if (captured < 1 || captured > held.amount)
    throw new Refused(walletErrors['capture-too-large'], { held: held.amount });
  tx.merge(holdDoc(uid, holdId), { status: 'captured', captured });
  const legs = captureLegs(to, held.currency, held.amount, captured);
  const details = { reference: held.reference };
  return post(tx, uid, { ...cause, type: 'hold.capture', legs, reference: holdId, details });
}

export async function release(tx: Tx, resolution: Resolution, cause: Cause): Promise<Posted> {
  const { uid, holdId } = resolution;
  const held = await openHold(tx, resolution);
  tx.merge(holdDoc(uid, holdId), { status: 'released' });
  const legs = releaseLegs(held.currency, held.amount);
  const details = { reference: held.reference };
  return post(tx, uid, { ...cause, type: 'hold.release', legs, reference: holdId, details });
}

interface OpenHold {
  readonly currency: Currency;
  readonly amount: number;
  readonly reference: string;
}

/** The hold, with everything read that its resolution will write; refused where it is unknown or resolved. */
async function openHold(tx: Tx, { uid, holdId }: Resolution): Promise<OpenHold> {
  const found = await tx.get(holdDoc(uid, holdId));
  if (found === undefined) throw new Refused(walletErrors['unknown-hold']);
  if (found.status !== 'held') throw new Refused(walletErrors['hold-resolved'], { status: found.status });
  return found;
}
