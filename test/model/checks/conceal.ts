import { createDecipheriv } from 'node:crypto';
import { demand, demandEqual } from '../core/violation.ts';
import type { Account } from '../oracle/state.ts';
import { keyed } from './documents.ts';

/** What a player reads of its own documents, and what is sealed there. */
export const HIDDEN = /implausible|overlapMs|chargebacks|frozenBy|places"|addresses/;

/** Demands that nothing in a document that its player reads says how suspicious the player is. */
export function demandConcealed(stored: unknown, where: string): void {
  const found = HIDDEN.exec(JSON.stringify(stored));
  demand(found === null, () => `${where} shows its player ${found?.[0]}`);
}

/** Opens what is sealed by the written recipe, and holds it against what is known of the player. */
export function demandRecord(account: Account, sealed: unknown): void {
  const { uid, standing, counts, places } = account;
  if (standing === 'deleted') return;
  demand(typeof sealed === 'string', () => `${uid} has no sealed record`);
  const record = opened(sealed, `users/${uid}#sealed`);
  const where = `what is sealed of ${uid}`;
  demandEqual(record.implausible ?? 0, counts.implausible, `${where}: implausible games`);
  const known = places.map(({ address, firstHour, lastHour }) => [keyed(address).slice(0, 32), firstHour, lastHour]);
  demandEqual(record.places, known, `${where}: places`);
  demand(sealed.length < 1_600, () => `${where} has ${sealed.length} characters`);
}

function opened(sealed: string, place: string): any {
  const [version = '', iv = '', tag = '', text = ''] = sealed.split('.');
  const { current, keys } = JSON.parse(process.env.PLAYER_KEYS ?? '{}');
  demand(version === current, () => `${place} is not sealed with the current key`);
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(keys[version], 'hex'), Buffer.from(iv, 'base64url'));
  decipher.setAAD(Buffer.from(place, 'utf8'));
  decipher.setAuthTag(Buffer.from(tag, 'base64url'));
  try {
    return JSON.parse(decipher.update(Buffer.from(text, 'base64url'), undefined, 'utf8') + decipher.final('utf8'));
  } catch {
    return demand(false, () => `${place} is not sealed for it`);
  }
}
