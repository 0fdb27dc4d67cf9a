import { invariant } from '../kernel/assert.ts';
import { decrypt, encrypt, hmacSha256, type Keyring } from '../platform/crypto.ts';
import { settings } from '../platform/settings.ts';
import type { Tx } from '../platform/transaction.ts';
import { destinationDoc } from './store.ts';

/**
 * Payment details are sealed before they are stored and opened only for review. To find accounts that share a
 * destination, only a keyed hash of it is compared.
 */
export type PaymentDetails = Readonly<Record<string, string>>;

const MAX_SHARERS = 50;

export function sealDetails(details: PaymentDetails, withdrawalId: string): string {
  return encrypt(keyring(), JSON.stringify(details), withdrawalId);
}

export function openDetails(sealed: string, withdrawalId: string): unknown {
  return JSON.parse(decrypt(keyring(), sealed, withdrawalId));
}

function keyring(): Keyring {
  const keys = settings().PAYMENT_KEYS;
  invariant(keys !== undefined, 'PAYMENT_KEYS is not set');
  return keys;
}

/** Where the money goes, without the parts that a person may write differently. */
export function destinationHash(method: string, details: PaymentDetails): string {
  const place = details.iban ?? details.address ?? details.email ?? '';
  return hmacSha256(settings().ADDRESS_HASH_KEY, `${method}:${place.trim().toLowerCase()}`).toString('hex');
}

/** Notes that an account uses a destination; answers whether another one does. */
export async function shareDestination(tx: Tx, hash: string, uid: string): Promise<boolean> {
  const doc = destinationDoc(hash);
  const uids = (await tx.get(doc))?.uids ?? [];
  if (!uids.includes(uid)) tx.merge(doc, { uids: [...uids, uid].slice(-MAX_SHARERS) });
  return uids.some((other) => other !== uid);
}
