import { z } from 'zod';
import type { Found } from '../platform/manifest/account.ts';
import { STAFF } from './rules.ts';

/**
 * The ledger as its player may have it. Postings name no staff member, and once did: those are sealed by their hash and stay
 * as they are, but an export of them has neither the name nor the words. So it is with the corrections themselves.
 */
export function hideStaff({ path, data }: Found): Found['data'] {
  const [root, uid = '', inner] = path.split('/');
  if (root === 'adjustments') {
    const { reason: _words, ...correction } = data;
    return { ...correction, ...named(data.requestedBy, 'requestedBy'), ...named(data.approvedBy, 'approvedBy') };
  }
  if (root !== 'users' || inner !== 'days' || !Array.isArray(data.postings)) return data;
  return { ...data, postings: data.postings.map((posting: unknown) => withoutStaff(posting, uid)) };
}

function named(name: unknown, field: string): Readonly<Record<string, string | null>> {
  return { [field]: typeof name === 'string' ? STAFF : null };
}

const explained = z.looseObject({ actor: z.string(), details: z.record(z.string(), z.unknown()) });

function withoutStaff(posting: unknown, uid: string): unknown {
  const { success, data } = explained.safeParse(posting);
  if (!success || data.actor === uid || data.actor.startsWith('system:')) return posting;
  const { reason: _words, requestedBy: _name, ...details } = data.details;
  return { ...data, actor: STAFF, details };
}
