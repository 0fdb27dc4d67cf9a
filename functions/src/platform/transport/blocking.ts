import { beforeUserCreated } from 'firebase-functions/identity';
import { startTrace, withTrace } from '../runtime/context.ts';
import { log } from '../runtime/log.ts';
import { COMMON_OPTIONS, secretsOf } from '../runtime/options.ts';
import { httpsErrorOf, refusalOf } from './refusal.ts';

/** Somebody who is about to become an Auth user. People without a sign-in provider, and custom tokens, never come here. */
export interface SigningUp {
  readonly uid: string;
  readonly email: string | null;
  readonly phoneNumber: string | null;
}

/** Auth waits this long for an answer, and then refuses the sign-up. */
const TIMEOUT_SECONDS = 7;

/**
 * Asked by Auth before it creates a user; a refusal that is thrown keeps the user from being created. Auth passes it on
 * to the client inside the text of an error of its own.
 */
export function beforeCreation(name: string, decide: (person: SigningUp, nowMs: number) => Promise<void>) {
  const { region, memory, concurrency } = COMMON_OPTIONS;
  const secrets = secretsOf('ADDRESS_HASH_KEY');
  const options = { region, memory, concurrency, timeoutSeconds: TIMEOUT_SECONDS, secrets };
  return beforeUserCreated(options, ({ data }) => {
    const trace = startTrace(name, undefined, data?.uid);
    return withTrace(trace, async () => {
      const startedMs = performance.now();
      let outcome = 'ok';
      try {
        const { uid = '', email = null, phoneNumber = null } = data ?? {};
        await decide({ uid, email, phoneNumber }, Date.now());
      } catch (error) {
        const { entry, facts } = refusalOf(error);
        outcome = entry.code;
        throw httpsErrorOf(entry, facts, trace.requestId);
      } finally {
        log('INFO', 'sign-up', { durationMs: Math.round(performance.now() - startedMs), outcome });
      }
    });
  });
}
