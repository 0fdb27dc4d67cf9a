import type { Answer, CallOptions } from './callable.ts';
import { freshKey, type Player } from './world.ts';

type Input = Readonly<Record<string, unknown>>;

/** Sends a keyed request under a fresh key. */
export function send(caller: Player, name: string, input: Input, options?: CallOptions): Promise<Answer> {
  return caller.call(name, { ...input, idempotencyKey: freshKey() }, options);
}

/** As {@link send}, and insists that it succeeds; answers the result. */
export async function insist(
  caller: Player,
  name: string,
  input: Input,
  options?: CallOptions,
): Promise<Answer['result']> {
  const { error, result } = await send(caller, name, input, options);
  if (error !== undefined) throw new Error(`${name}: ${JSON.stringify(error)}`);
  return result;
}
