import { invariant } from '../../kernel/assert.ts';
import { settings } from '../runtime/settings.ts';
import { hmacSha256, type Keyring } from './crypto.ts';

/**
 * What stands for something that must be recognised and may not be kept as it is, such as an address or a mailbox: a hash
 * under a secret key, 64 hex characters. Whoever lacks the key can neither read it nor try likely texts. What is stored
 * is stored under the current key; what is looked for may have been stored under any of the ring, so that nothing is
 * forgotten when a new key comes.
 */
export function keyedHash(text: string): string {
  const { current } = settings().ADDRESS_HASH_KEY;
  return hashUnder(settings().ADDRESS_HASH_KEY, current, text);
}

/** The hashes that a text may have been stored by: {@link keyedHash} first, then those under the ring's other keys. */
export function keyedHashes(text: string): readonly string[] {
  const ring = settings().ADDRESS_HASH_KEY;
  const versions = [ring.current, ...Object.keys(ring.keys).filter((version) => version !== ring.current)];
  return versions.map((version) => hashUnder(ring, version, text));
}

function hashUnder({ keys }: Keyring, version: string, text: string): string {
  const key = keys[version];
  invariant(key !== undefined, `no key for addresses of version ${version}`);
  return hmacSha256(key, text).toString('hex');
}
