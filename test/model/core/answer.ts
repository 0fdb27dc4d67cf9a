import { Refused } from '../../../functions/src/kernel/decision.ts';

/** What somebody is told: a value, or the code of a refusal. */
export type Answer =
  | { readonly ok: true; readonly value: any }
  | { readonly ok: false; readonly code: string; readonly reason?: string };

/** What somebody is told in the end: what is neither a value nor a catalogued refusal is our own failure. */
export async function answerOf(running: Promise<unknown>): Promise<Answer> {
  try {
    return { ok: true, value: await running };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, code: error.error.code };
    const details: any = error instanceof Error && 'details' in error ? error.details : undefined;
    if (typeof details?.code === 'string') return { ok: false, code: details.code };
    return { ok: false, code: 'internal', reason: String(error) };
  }
}
