import type { z } from 'zod';

/** Who may call: any signed-in player, or staff whose custom claims carry the role or the permission. */
export type Access =
  | { readonly kind: 'player' }
  | { readonly kind: 'role'; readonly role: 'admin' | 'support' }
  | { readonly kind: 'permission'; readonly permission: string };

/**
 * How a callable meets a repeated request. `keyed` changes something once per `idempotencyKey`, recorded beside the
 * effect; `deduplicated` carries its own per-item keys; `read` changes nothing.
 */
export type Effect = 'keyed' | 'deduplicated' | 'read';

/** Everything that a client may know of one callable. The name is the exported function's and the use case file's. */
export interface CallableContract<
  Name extends string = string,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Kind extends Effect = Effect,
> {
  readonly name: Name;
  readonly effect: Kind;
  readonly access: Access;
  readonly input: Input;
  readonly output: Output;
  /**
   * For keyed callables that move money out: the collection whose document, with the request's scope as id, is both what
   * the call creates and the record of its key. Such a record has no end; others are kept for 14 days.
   */
  readonly recordedIn?: string;
  /** For a keyed callable of whose answer Redis keeps no copy: it would outlive whom it is about. */
  readonly isUncopied?: boolean;
  /**
   * For what a stolen phone or token must not do: Auth is asked whether the sign-in still stands, and an App Check token
   * is good for one such call only. Staff callables ask Auth whether or not they say so.
   */
  readonly sensitive?: boolean;
  /** Calls a minute, where the common limits do not fit; the configuration may say otherwise (`rateLimits.functions`). */
  readonly limits?: CallLimits;
  /**
   * Refusals, by their code, that cost no place of the limits, as a replay costs none then: for what an app sends at every
   * start although there is nothing to do.
   */
  readonly free?: readonly string[];
  /** What the deployed function is given, where it is more than usual. */
  readonly runtime?: FunctionRuntime;
  /** One line for the generated reference. */
  readonly summary: string;
}

/** Calls a minute; null where nobody counts. */
export interface CallLimits {
  readonly perUid: number | null;
  readonly perIp: number | null;
}

export interface FunctionRuntime {
  /** Worth an instance that never sleeps, where the deployment pays for one (`MIN_INSTANCES`). */
  readonly keepWarm?: boolean;
  readonly memory?: '256MiB' | '512MiB' | '1GiB' | '2GiB';
  /** The call's latency budget, and when the platform ends it. */
  readonly timeoutSeconds?: number;
}

export function defineCallable<
  const Name extends string,
  Input extends z.ZodType,
  Output extends z.ZodType,
  const Kind extends Effect,
>(contract: CallableContract<Name, Input, Output, Kind>): CallableContract<Name, Input, Output, Kind> {
  return contract;
}

/** A message between domains: its Pub/Sub topic, the version of its schema and the shape of its data. */
export interface MessageContract<Type extends string = string, Data extends z.ZodType = z.ZodType> {
  readonly type: Type;
  readonly version: number;
  readonly data: Data;
}

export function defineMessage<const Type extends string, Data extends z.ZodType>(
  contract: MessageContract<Type, Data>,
): MessageContract<Type, Data> {
  return contract;
}
