import type { Request } from 'firebase-functions/https';
import { accept, Refused } from '../../kernel/decision.ts';
import type { ErrorEntry } from '../../kernel/errors.ts';
import { readKeyRing, SIGNATURE_PARAMETER, type SigningKey, UnreadableKeyRing } from '../../kernel/staffSignature.ts';
import type { LogFields } from '../runtime/log.ts';
import { isDeployed } from '../runtime/options.ts';
import { settings } from '../runtime/settings.ts';
import { takeOnce } from '../storage/takeOnce.ts';
import type { AllowedAddresses } from './allowedAddresses.ts';
import { platformErrors } from './catalogue.ts';
import { checkSignature, SIGNATURE_WINDOW_MS } from './checkSignature.ts';
import { clientAddress } from './clientAddress.ts';

/**
 * Who may knock at the staff door at all, before anybody asks who is there: requests from the addresses, and with the
 * signatures, that the deployment's settings demand. What they say cannot be half understood: where one of them cannot be
 * read, the door is shut.
 */
interface Guard {
  /** Undefined where every address may knock. */
  readonly addresses: AllowedAddresses | undefined;
  /** Empty where requests need no signature. */
  readonly keys: readonly SigningKey[];
}

/** A refusal with something for the log that its caller does not hear; never a key or a signature. */
export class RefusedAtTheDoor extends Refused {
  readonly noted: LogFields;

  constructor(error: ErrorEntry, noted: LogFields) {
    super(error);
    this.noted = noted;
  }
}

let guard: Guard | undefined;

/**
 * Refuses with `platform/door-misconfigured`, `platform/address-refused` and what {@link checkSignature} refuses with, at
 * no read or write; then, of requests with one and the same signature, all but the first with
 * `platform/signature-replayed`, at one write.
 */
export async function guardStaffDoor(request: Request, callable: string, nowMs: number): Promise<void> {
  guard ??= await readGuard();
  const { addresses, keys } = guard;
  const address = clientAddress(request);
  if (addresses !== undefined && !addresses.has(address)) {
    throw new RefusedAtTheDoor(platformErrors['address-refused'], { address });
  }
  if (keys.length > 0) await requireFreshSignature(request, callable, keys, nowMs);
}

async function requireFreshSignature(
  request: Request,
  callable: string,
  keys: readonly SigningKey[],
  nowMs: number,
): Promise<void> {
  const { method, rawBody = new Uint8Array(), query } = request;
  const { [SIGNATURE_PARAMETER]: offered } = query;
  const signature = typeof offered === 'string' ? offered : undefined;
  const { nonce, instantMs } = accept(checkSignature({ method, callable, rawBody, signature }, keys, nowMs));
  // Until then the instant alone refuses it, by the clock of any instance that is less than a window behind.
  const isFirst = await takeOnce(`staffNonces/${nonce}`, instantMs + 2 * SIGNATURE_WINDOW_MS);
  if (!isFirst) throw new Refused(platformErrors['signature-replayed']);
}

/** Reads the settings anew as long as they cannot be read, so that each refused request says so. */
async function readGuard(): Promise<Guard> {
  const { STAFF_ALLOWED_ADDRESSES, STAFF_SIGNING_KEYS } = settings();
  // The secret is bound to the door, so an instance that does not find it has lost it.
  if (STAFF_SIGNING_KEYS.trim() === '' && isDeployed()) throw misconfigured('STAFF_SIGNING_KEYS', 'it is not set');
  return { addresses: await readAddresses(STAFF_ALLOWED_ADDRESSES), keys: readKeys(STAFF_SIGNING_KEYS) };
}

/** What knows addresses is loaded where there is a list of them. */
async function readAddresses(text: string): Promise<AllowedAddresses | undefined> {
  if (text.trim() === '') return undefined;
  const { readAllowedAddresses, UnreadableAddresses } = await import('./allowedAddresses.ts');
  try {
    return readAllowedAddresses(text);
  } catch (error) {
    throw error instanceof UnreadableAddresses ? misconfigured('STAFF_ALLOWED_ADDRESSES', error.message) : error;
  }
}

function readKeys(text: string): readonly SigningKey[] {
  try {
    return readKeyRing(text);
  } catch (error) {
    throw error instanceof UnreadableKeyRing ? misconfigured('STAFF_SIGNING_KEYS', error.message) : error;
  }
}

function misconfigured(setting: string, problem: string): RefusedAtTheDoor {
  return new RefusedAtTheDoor(platformErrors['door-misconfigured'], { setting, problem });
}
