import { z } from 'zod';
import type { Found } from '../platform/manifest/account.ts';
import { describeError, log } from '../platform/runtime/log.ts';
import { STAFF } from '../wallet/rules.ts';
import { openDetails } from './destinations.ts';

/** A document as its owner may have it: sealed payment details are opened, and staff have neither names nor words. */
export function openForExport(found: Found): Found['data'] {
  const { sealedDetails, ...rest } = found.data;
  if (typeof sealedDetails !== 'string') return found.data;
  const file = { ...rest, ...withoutStaff(rest) };
  try {
    return { ...file, paymentDetails: openDetails(sealedDetails, found.id) };
  } catch (error) {
    log('ERROR', 'payment details could not be opened', { withdrawalId: found.id, ...describeError(error) });
    return { ...file, paymentDetails: null };
  }
}

const reviewed = z.object({
  uid: z.string(),
  approvals: z.array(z.string()),
  history: z.array(z.looseObject({ actor: z.string(), note: z.string().nullable() })),
});

function withoutStaff(file: Found['data']): Found['data'] {
  const { success, data } = reviewed.safeParse(file);
  if (!success) return {};
  const history = data.history.map(({ actor, note, ...step }) => {
    const isOwn = actor === data.uid || actor.startsWith('system:');
    return { ...step, actor: isOwn ? actor : STAFF, note: isOwn ? note : null };
  });
  return { approvals: data.approvals.map(() => STAFF), history };
}
