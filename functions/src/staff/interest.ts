import { Refused } from '../kernel/decision.ts';
import type { ErrorEntry } from '../kernel/errors.ts';
import { accountParts } from '../platform/manifest/house.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { staffErrors } from './contract.ts';

/**
 * Nobody decides on what benefits themselves, under whichever of their accounts: the domains say what they know of two
 * accounts being one person's (a device, a mailbox, where money is paid out).
 */
export async function requireDisinterested(
  tx: Tx,
  staff: string,
  beneficiary: string,
  refusal: ErrorEntry = staffErrors['own-benefit'],
): Promise<void> {
  if (await areOnePersons(tx, staff, beneficiary)) throw new Refused(refusal);
}

async function areOnePersons(tx: Tx, one: string, other: string): Promise<boolean> {
  if (one === other) return true;
  for (const { isSamePerson } of await accountParts()) {
    if (await isSamePerson?.(tx, one, other)) return true;
  }
  return false;
}
