import { invariant } from '../kernel/assert.ts';
import { Refused } from '../kernel/decision.ts';
import type { Currency } from '../kernel/money.ts';
import type { HoldKind } from '../kernel/posting.ts';
import { type Aside, dueSince } from '../platform/storage/stepAside.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { holdCaptured, holdCreated, holdReleased, walletErrors } from './contract.ts';
import { type Posted, post } from './post.ts';
import { type CounterAccount, captureLegs, hasExpired, holdLegs, type PostingDraft, releaseLegs } from './rules.ts';
import { holdDoc } from './store.ts';

/**
 * Two-phase movements: a hold locks an amount, and one capture or one release resolves it. What is held can neither be
 * spent nor lost. From the instant at which it expires a hold can only be released, whether the sweep has come by or not.
 */
export interface Cause extends Pick<PostingDraft, 'postedAtMs' | 'actor' | 'correlationId' | 'configVersion'> {
  /** Where staff did it, the entry of the audit log that says who and why. */
  readonly auditId?: string | undefined;
}

/** What a posting says of its cause, beside what it is about. */
function causedBy({ auditId, ...cause }: Cause, about: PostingDraft['details']) {
  return { ...cause, details: auditId === undefined ? about : { ...about, auditId } };
}

export interface HoldRequest {
  readonly uid: string;
  readonly holdId: string;
  readonly currency: Currency;
  /** Minor units, at least 1. */
  readonly amount: number;
  /** What it is for, as its domain has declared it. */
  readonly kind: HoldKind;
  /**
   * From when on it is not captured any more, and releases by itself; null where only a decision resolves it. A hold for
   * what leaves the system (a withdrawal) has no end: what was paid outside could not be captured once it has expired.
   */
  readonly expiresAtMs: number | null;
}

export async function hold(tx: Tx, request: HoldRequest, cause: Cause): Promise<Posted> {
  const { uid, holdId, currency, amount, kind, expiresAtMs } = request;
  const reference = kind.purpose;
  invariant(Number.isSafeInteger(amount) && amount > 0, `cannot hold ${amount}`);
  const doc = holdDoc(uid, holdId);
  invariant((await tx.get(doc)) === undefined, `hold ${holdId} exists`);
  const legs = holdLegs(currency, amount);
  const posted = await post(tx, uid, {
    ...causedBy(cause, { reference }),
    kind: holdCreated,
    legs,
    reference: holdId,
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
  if (hasExpired(expiryOf(held), cause.postedAtMs)) throw new Refused(walletErrors['hold-expired']);
  const captured = resolution.amount ?? held.amount;
  if (captured < 1 || captured > held.amount)
    throw new Refused(walletErrors['capture-too-large'], { held: held.amount });
  tx.merge(holdDoc(uid, holdId), { status: 'captured', captured });
  const legs = captureLegs(to, held.currency, held.amount, captured);
  const by = causedBy(cause, { reference: held.reference });
  return post(tx, uid, { ...by, kind: holdCaptured, legs, reference: holdId });
}

export async function release(tx: Tx, resolution: Resolution, cause: Cause): Promise<Posted> {
  const { uid, holdId } = resolution;
  const held = await openHold(tx, resolution);
  tx.merge(holdDoc(uid, holdId), { status: 'released' });
  const legs = releaseLegs(held.currency, held.amount);
  const by = causedBy(cause, { reference: held.reference });
  return post(tx, uid, { ...by, kind: holdReleased, legs, reference: holdId });
}

/** From when on it is over, whatever date its release has been put off to. */
export function expiryOf({ expiresAt, aside }: Pick<OpenHold, 'expiresAt' | 'aside'>): number | null {
  return expiresAt === null ? null : dueSince(expiresAt, aside);
}

interface OpenHold {
  readonly currency: Currency;
  readonly amount: number;
  readonly reference: string;
  readonly expiresAt: number | null;
  readonly aside: Aside | null;
}

/** The hold, with everything read that its resolution will write; refused where it is unknown or resolved. */
async function openHold(tx: Tx, { uid, holdId }: Resolution): Promise<OpenHold> {
  const found = await tx.get(holdDoc(uid, holdId));
  if (found === undefined) throw new Refused(walletErrors['unknown-hold']);
  if (found.status !== 'held') throw new Refused(walletErrors['hold-resolved'], { status: found.status });
  return found;
}
