import { EarnPlayError, isRecord } from './errors.ts';

/** 500 events of this size and their envelope stay below the server's megabyte, so that no batch is ever too large. */
const METADATA_BYTES = 1_500;

/** The metadata as it will be sent; throws where it is none, or no event could need so much. */
export function checkedMetadata(metadata: unknown): Readonly<Record<string, unknown>> {
  const text = jsonOf(metadata);
  const copy: unknown = JSON.parse(text);
  if (isRecord(copy) && new TextEncoder().encode(text).length <= METADATA_BYTES) return copy;
  throw unsendable();
}

function jsonOf(metadata: unknown): string {
  try {
    return JSON.stringify(metadata ?? null);
  } catch (error) {
    throw unsendable(error);
  }
}

function unsendable(cause?: unknown): EarnPlayError {
  return new EarnPlayError('queue/event-too-large', 'This event cannot be sent.', {}, cause);
}
