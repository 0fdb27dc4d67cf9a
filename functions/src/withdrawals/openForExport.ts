import { describeError, log } from '../platform/runtime/log.ts';
import { openDetails } from './destinations.ts';

/** A document as its owner may have it: sealed payment details are opened, everything else is as it is stored. */
export function openForExport(found: {
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}): Readonly<Record<string, unknown>> {
  const { sealedDetails, ...rest } = found.data;
  if (typeof sealedDetails !== 'string') return found.data;
  try {
    return { ...rest, paymentDetails: openDetails(sealedDetails, found.id) };
  } catch (error) {
    log('ERROR', 'payment details could not be opened', { withdrawalId: found.id, ...describeError(error) });
    return { ...rest, paymentDetails: null };
  }
}
