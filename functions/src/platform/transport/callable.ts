import { type CallableFunction, type CallableRequest, onCall, type Request } from 'firebase-functions/https';
import { z } from 'zod';
import type { CallableContract } from '../../kernel/contract.ts';
import { accept, Refused } from '../../kernel/decision.ts';
import type { Economy } from '../configuration/economy.ts';
import { currentEconomy } from '../configuration/economyConfig.ts';
import { authorize, type Caller, requireStandingSignIn } from '../identity/access.ts';
import { askRateGate } from '../limits/rateGate.ts';
import { startTrace, type Trace, withTrace } from '../runtime/context.ts';
import { log } from '../runtime/log.ts';
import { allowedOrigins, isDeployed, optionsOf, secretsOf } from '../runtime/options.ts';
import type { SecretName } from '../runtime/params.ts';
import { keyedRequest, once } from '../storage/idempotency.ts';
import type { Tx } from '../storage/transaction.ts';
import { canonicalAddress } from './canonicalAddress.ts';
import { platformErrors } from './catalogue.ts';
import { clientAddress } from './clientAddress.ts';
import { invalidInput, parseInput } from './parseInput.ts';
import { replaceUnreadable, unreadable } from './readable.ts';
import { httpsErrorOf, recordRefusal, refusalOf } from './refusal.ts';

/**
 * The only way to make a callable: App Check, sign-in, role, parse, rate limit, idempotent replay, run, check the
 * response, map errors, log one line. Account state is checked where the account is read anyway, in the use case.
 */
export interface Call {
  readonly uid: string;
  readonly caller: Caller;
  readonly nowMs: number;
  readonly correlationId: string;
  /** The caller's, in its canonical form. */
  readonly address: string;
  readonly economy: Economy;
}

type KeyedContract = CallableContract<string, z.ZodType, z.ZodType, 'keyed'>;
type OpenContract = CallableContract<string, z.ZodType, z.ZodType, 'deduplicated' | 'read'>;
type Input<C extends CallableContract> = z.output<C['input']>;

/** Runs inside the transaction that also records the request's key; the pipeline adds `replayed` to what it answers. */
type KeyedUseCase<C extends KeyedContract> = (
  tx: Tx,
  call: Call,
  input: Input<C>,
  /** Identifies the request for good: caller, function and key. It names what the call creates. */
  scope: string,
) => Promise<Omit<z.input<C['output']>, 'replayed'>>;

/** Opens its own transaction, if it needs one. */
type OpenUseCase<C extends OpenContract> = (call: Call, input: Input<C>) => Promise<z.input<C['output']>>;

/** `sent` is what `input` was parsed from. */
type Run = (call: Call, input: unknown, sent: unknown) => Promise<unknown>;

const MAX_BODY_BYTES = 1_000_000;

interface Needs {
  /** Beyond the key for addresses, which every callable has for its rate limit. */
  readonly secrets?: readonly SecretName[];
}

export function callable<C extends OpenContract>(
  contract: C,
  useCase: OpenUseCase<C>,
  needs: Needs = {},
): CallableFunction<unknown, unknown> {
  const run: Run = async (call, input) => {
    await requireStandingSignIn(call.caller, contract);
    return await useCase(call, input as Input<C>);
  };
  return endpoint(contract, run, needs);
}

interface KeyedNeeds<C extends KeyedContract> extends Needs {
  /**
   * Runs before the answer on the first request and on every replay, so it must be safe to repeat; for effects that no
   * Firestore transaction can hold, such as Auth claims.
   */
  readonly afterCommit?: (call: Call, input: Input<C>, scope: string, response: z.output<C['output']>) => Promise<void>;
}

const keyed = z.looseObject({ idempotencyKey: z.string() });

/** A callable whose effect happens once per key. */
export function keyedCallable<C extends KeyedContract>(
  contract: C,
  useCase: KeyedUseCase<C>,
  needs: KeyedNeeds<C> = {},
): CallableFunction<unknown, unknown> {
  const run: Run = async (call, parsed, sent) => {
    const { idempotencyKey, ...filled } = keyed.parse(parsed);
    const { idempotencyKey: _key, ...asSent } = keyed.parse(sent);
    const asked = { sent: asSent, filled };
    const { recordedIn, isUncopied } = contract;
    const request = { ...keyedRequest(call.uid, contract.name, idempotencyKey, asked, recordedIn), isUncopied };
    let standing: Promise<void> | undefined;
    const { response, replayed } = await once(request, call.nowMs, async (tx) => {
      // Only what is done anew asks Auth, and once however often the transaction runs: whoever deleted the account may
      // still hear again that it is deleted.
      standing ??= requireStandingSignIn(call.caller, contract);
      await standing;
      return await useCase(tx, call, parsed as Input<C>, request.scope);
    });
    const answered = { ...(response as object), replayed };
    await needs.afterCommit?.(call, parsed as Input<C>, request.scope, answered as z.output<C['output']>);
    return answered;
  };
  return endpoint(contract, run, needs);
}

function endpoint(contract: CallableContract, run: Run, needs: Needs): CallableFunction<unknown, unknown> {
  const consumeAppCheckToken = contract.sensitive === true;
  const secrets = secretsOf('ADDRESS_HASH_KEY', ...(needs.secrets ?? []));
  const options = { ...optionsOf(contract.runtime), cors: allowedOrigins(), consumeAppCheckToken, secrets };
  const served = onCall(options, (request: CallableRequest<unknown>) => {
    const correlationId = request.rawRequest?.get('x-correlation-id');
    const trace = startTrace(contract.name, correlationId, request.auth?.uid);
    return withTrace(trace, () => answer(contract, run, request, trace));
  });
  return readable(served);
}

/** The same function, with everything that the platform reads off it, behind a look at the payload. */
function readable(served: CallableFunction<unknown, unknown>): CallableFunction<unknown, unknown> {
  const guarded = (request: Request, response: Parameters<typeof served>[1]) => {
    // What is too large is refused in its turn as well, and is not decoded before.
    if (isOversize(request)) request.body = { data: null };
    else replaceUnreadable(request);
    return served(request, response);
  };
  return Object.defineProperties(guarded, Object.getOwnPropertyDescriptors(served)) as typeof served;
}

async function answer(
  contract: CallableContract,
  run: Run,
  request: CallableRequest<unknown>,
  trace: Trace,
): Promise<unknown> {
  const startedMs = performance.now();
  let outcome = 'ok';
  try {
    request.rawRequest?.res?.setHeader('X-Correlation-Id', trace.correlationId);
    return await serve(contract, run, request, trace);
  } catch (error) {
    await recordRefusal(error);
    const { entry, facts } = refusalOf(error);
    outcome = entry.code;
    throw httpsErrorOf(entry, facts, trace.requestId);
  } finally {
    const durationMs = Math.round(performance.now() - startedMs);
    log('INFO', 'call', { durationMs, outcome });
  }
}

async function serve(
  contract: CallableContract,
  run: Run,
  request: CallableRequest<unknown>,
  trace: Trace,
): Promise<unknown> {
  const nowMs = Date.now();
  if (request.rawRequest && isOversize(request.rawRequest)) {
    throw new Refused(platformErrors['too-large'], { maxBytes: MAX_BODY_BYTES });
  }
  const caller = authorize(request, contract.access);
  const address = await canonicalAddress(clientAddress(request.rawRequest ?? { headers: {} }));
  const economy = await currentEconomy(nowMs);
  const gate = { contract, uid: caller.uid, address };
  const { decision: admission, giveBack } = await askRateGate(request, economy, gate, nowMs);
  // Whoever sends nonsense hears that first, and has used up a call nevertheless.
  const input = readInput(contract, request);
  accept(admission);
  const call: Call = { uid: caller.uid, caller, nowMs, correlationId: trace.correlationId, address, economy };
  const response = await atNoCost(contract, giveBack, () => run(call, input, request.data));
  return isDeployed() ? response : contract.output.parse(response);
}

/** What a contract calls free leaves its place of the rate limits to others; whoever cannot have it back has lost little. */
async function atNoCost<T>({ free = [] }: CallableContract, giveBack: () => Promise<void>, run: () => Promise<T>) {
  if (free.length === 0) return run();
  try {
    const response = await run();
    if (isReplay(response)) await giveBack();
    return response;
  } catch (error) {
    if (error instanceof Refused && free.includes(error.error.code)) await giveBack();
    throw error;
  }
}

function isReplay(response: unknown): boolean {
  return typeof response === 'object' && response !== null && 'replayed' in response && response.replayed === true;
}

function readInput(contract: CallableContract, { rawRequest, data }: CallableRequest<unknown>): unknown {
  const reason = rawRequest && unreadable(rawRequest);
  if (reason !== undefined) throw invalidInput([`request: ${reason}`]);
  return parseInput(contract.input, data);
}

function isOversize(request: Request): boolean {
  return (request.rawBody?.length ?? 0) > MAX_BODY_BYTES;
}
