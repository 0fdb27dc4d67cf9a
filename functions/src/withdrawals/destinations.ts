import { z } from 'zod';
import { Refused } from '../kernel/decision.ts';
import { BrokenSeal, decrypt, encrypt, type Keyring, UnknownKeyVersion } from '../platform/crypto/crypto.ts';
import { keyedHash, keyedHashes } from '../platform/crypto/keyedHash.ts';
import { log } from '../platform/runtime/log.ts';
import { settings } from '../platform/runtime/settings.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { withdrawalErrors } from './contract.ts';
import { destinationOf, type PaymentDetails, writtenDestinationOf } from './rules.ts';
import { destinationDoc } from './store.ts';

/**
 * Payment details are sealed before they are stored and opened only for review. To find accounts that share a
 * destination, only a keyed hash of it is compared.
 */
const MAX_SHARERS = 50;

export function sealDetails(details: PaymentDetails, withdrawalId: string): string {
  return withKeys((keys) => encrypt(keys, JSON.stringify(details), withdrawalId));
}

const detailsSchema = z.record(z.string(), z.string());

export function openDetails(sealed: string, withdrawalId: string): PaymentDetails {
  return detailsSchema.parse(JSON.parse(withKeys((keys) => decrypt(keys, sealed, withdrawalId))));
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

/** A destination as its withdrawal names it, by hashes. */
export interface Destination {
  readonly destination: string;
  /** What others who are paid there know it by: hashes of earlier keys, and of before mailboxes had one form. */
  readonly formerly: readonly string[];
  /** Whether another account is paid there. */
  readonly isShared: boolean;
}

/**
 * Notes that an account uses a destination, without the parts of it that a person may write differently: a mailbox is one
 * destination, whether it gets a gift card or a payment. The account stands at every hash that its withdrawal then names,
 * so that it is found there, and forgotten.
 */
export async function noteDestination(tx: Tx, details: PaymentDetails, uid: string): Promise<Destination> {
  const destination = keyedHash(destinationOf(details));
  const texts = new Set([destinationOf(details), writtenDestinationOf(details)]);
  const hashes = [destination, ...[...texts].flatMap(keyedHashes).filter((hash) => hash !== destination)];
  await tx.load(hashes.map(destinationDoc));
  const found: { readonly hash: string; readonly uids: readonly string[] }[] = [];
  for (const hash of hashes) {
    const uids = (await tx.get(destinationDoc(hash)))?.uids;
    if (hash === destination || uids !== undefined) found.push({ hash, uids: uids ?? [] });
  }
  for (const { hash, uids } of found) {
    if (!uids.includes(uid)) tx.merge(destinationDoc(hash), { uids: enlist(uids, uid) });
  }
  const isShared = found.some(({ uids }) => uids.some((other) => other !== uid));
  return { destination, formerly: found.slice(1).map(({ hash }) => hash), isShared };
}

/** The accounts of a destination with one more, the newest last. */
export function enlist(uids: readonly string[], uid: string): string[] {
  return [...uids, uid].slice(-MAX_SHARERS);
}
