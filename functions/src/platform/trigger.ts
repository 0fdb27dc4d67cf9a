import type { CloudEvent, CloudFunction } from 'firebase-functions';
import { onDocumentWritten } from 'firebase-functions/firestore';
import { startTrace, withTrace } from './context.ts';
import { describeError, log } from './log.ts';
import { COMMON_OPTIONS } from './options.ts';

/** What a trigger is told: the document's path and its fields after the write; undefined where it was deleted. */
export type Written = (path: string, data: Readonly<Record<string, unknown>> | undefined) => Promise<void>;

/**
 * Runs `handle` after each write to a document that matches `document`, at least once and in no certain order. A
 * failure is redelivered by the platform (`retry`), for up to a day.
 */
export function documentWritten(name: string, document: string, handle: Written): CloudFunction<CloudEvent<unknown>> {
  const { region, memory, concurrency } = COMMON_OPTIONS;
  const trigger = onDocumentWritten({ document, region, memory, concurrency, retry: true }, (event) =>
    withTrace(startTrace(name), async () => {
      try {
        await handle(event.document, event.data?.after.data());
      } catch (error) {
        log('ERROR', 'trigger failed', { path: event.document, ...describeError(error) });
        throw error;
      }
    }),
  );
  return trigger as CloudFunction<CloudEvent<unknown>>;
}
