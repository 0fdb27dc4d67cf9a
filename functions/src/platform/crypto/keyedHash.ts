import { settings } from '../runtime/settings.ts';
import { hmacSha256 } from './crypto.ts';

/**
 * What stands for something that must be recognised and may not be kept as it is, such as an address or a mailbox: a hash
 * under a secret key, 64 hex characters. Whoever lacks the key can neither read it nor try likely texts.
 */
export function keyedHash(text: string): string {
  return hmacSha256(settings().ADDRESS_HASH_KEY, text).toString('hex');
}
