import { EarnPlayError, isRecord } from './errors.ts';

/** 500 events of this size and their envelope stay below the server's megabyte, so that no batch is ever too large. */
const METADATA_BYTES = 1_500;

/** The metadata as it will be sent; throws where it is none or no event could need so much. */
export function checkedMetadata(metadata: unknown): Readonly<Record<string, unknown>> {
  const text = JSON.stringify(metadata) ?? '';
  const copy: unknown = text === '' ? undefined : JSON.parse(text);
  const bytes = new TextEncoder().encode(text).length;
  if (isRecord(copy) && bytes <= METADATA_BYTES) return copy;
  throw new EarnPlayError('queue/event-too-large', 'This event cannot be sent.', { bytes, limit: METADATA_BYTES });
}
