import { Refused } from '../../kernel/decision.ts';
import { BrokenSeal, decrypt, encrypt, type Keyring, UnknownKeyVersion } from '../crypto/crypto.ts';
import { log } from '../runtime/log.ts';
import { settings } from '../runtime/settings.ts';
import { platformErrors } from '../transport/catalogue.ts';

/**
 * What its player must not read of a document that its player reads: fields that stand in one field of the document, sealed
 * under PLAYER_KEYS for that place alone. Their text is padded, so that its length tells nothing of them, and each write
 * seals anew, so that it cannot be seen whether they changed.
 */
export type Content = Readonly<Record<string, unknown>>;

/** What the seal of a view's fields is bound to, so that nobody can move it to another document. */
export function placeOf({ path, sealedIn = '' }: { readonly path: string; readonly sealedIn?: string }): string {
  return `${path}#${sealedIn}`;
}

/** In characters; usually all of it, so that the length is the same for everybody. */
const PADDED_TO = 768;
const RETRY_AFTER_SECONDS = 60;

/**
 * Answers what is sealed; nothing where the field is missing. Refuses where no key opens it (see {@link ifReadable}), or
 * none would seal what becomes of it, so that whoever may go on without knows at once.
 */
export function openFields(sealed: unknown, place: string): Content {
  return guarded(place, () => {
    const keys = playerKeys();
    return typeof sealed === 'string' ? contentOf(decrypt(keys, sealed, place)) : {};
  });
}

function contentOf(text: string): Content {
  return JSON.parse(text) as Content;
}

export function sealFields(content: Content, place: string): string {
  const text = JSON.stringify(content);
  const padded = text.padEnd(Math.ceil(text.length / PADDED_TO) * PADDED_TO);
  return guarded(place, () => encrypt(playerKeys(), padded, place));
}

/** For what can go on without: undefined where no key opens it, which is an operator's to mend. */
export async function ifReadable<T>(opening: Promise<T>): Promise<T | undefined> {
  try {
    return await opening;
  } catch (error) {
    const isUnreadable = error instanceof Refused && error.error === platformErrors['sealed-unreadable'];
    if (isUnreadable) return undefined;
    throw error;
  }
}

function playerKeys(): Keyring {
  const keys = settings().PLAYER_KEYS ?? { current: '', keys: {} };
  if (!Object.hasOwn(keys.keys, keys.current)) throw new UnknownKeyVersion(keys.current);
  return keys;
}

function guarded<T>(place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof BrokenSeal || error instanceof UnknownKeyVersion)) throw error;
    log('ERROR', 'sealed fields do not open', { alert: 'players.sealed', place, keyVersion: error.version });
    throw new Refused(platformErrors['sealed-unreadable'], { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
}
