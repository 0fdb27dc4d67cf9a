import { Refused } from '../kernel/decision.ts';
import { BrokenSeal, decrypt, encrypt, type Keyring, UnknownKeyVersion } from '../platform/crypto/crypto.ts';
import { keyedHash } from '../platform/crypto/keyedHash.ts';
import { log } from '../platform/runtime/log.ts';
import { settings } from '../platform/runtime/settings.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { withdrawalErrors } from './contract.ts';
import { destinationOf, type PaymentDetails } from './rules.ts';
import { destinationDoc } from './store.ts';

/**
 * Payment details are sealed before they are stored and opened only for review. To find accounts that share a
 * destination, only a keyed hash of it is compared.
 */
const MAX_SHARERS = 50;

export function sealDetails(details: PaymentDetails, withdrawalId: string): string {
  return withKeys((keys) => encrypt(keys, JSON.stringify(details), withdrawalId));
}

export function openDetails(sealed: string, withdrawalId: string): unknown {
  return JSON.parse(withKeys((keys) => decrypt(keys, sealed, withdrawalId)));
}

/** A key that is not there, or not the right one, is an operator's to bring back: until then nothing is lost. */
function withKeys(work: (keys: Keyring) => string): string {
  const keys = settings().PAYMENT_KEYS;
  try {
    if (keys !== undefined) return work(keys);
  } catch (error) {
    if (error instanceof BrokenSeal) {
      log('ERROR', 'payment details do not open', { keyVersion: error.version });
      throw new Refused(withdrawalErrors['unreadable-details']);
    }
    if (!(error instanceof UnknownKeyVersion)) throw error;
    log('ERROR', 'a key of payment details is missing', { keyVersion: error.version });
    throw new Refused(withdrawalErrors['key-missing']);
  }
  log('ERROR', 'PAYMENT_KEYS is not set');
  throw new Refused(withdrawalErrors['key-missing']);
}

/**
 * Where the money goes, without the parts that a person may write differently. A mailbox is one destination, whether it
 * gets a gift card or a payment.
 */
export function destinationHash(details: PaymentDetails): string {
  return keyedHash(destinationOf(details));
}

/** Notes that an account uses a destination; answers whether another one does. */
export async function shareDestination(tx: Tx, hash: string, uid: string): Promise<boolean> {
  const doc = destinationDoc(hash);
  const uids = (await tx.get(doc))?.uids ?? [];
  if (!uids.includes(uid)) tx.merge(doc, { uids: [...uids, uid].slice(-MAX_SHARERS) });
  return uids.some((other) => other !== uid);
}
