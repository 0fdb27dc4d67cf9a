import { publishedKeys } from '../core/adNetwork.ts';
import { KEYS_URL } from '../core/deployment.ts';
import { isSimulating } from './host.ts';

/** The one address that the code fetches from is the ad network's; there is no other. */
export function closeTheNetwork(): void {
  const realFetch = globalThis.fetch;
  const answer = { json: async () => publishedKeys };
  const fetchDoor = async (...input: Parameters<typeof realFetch>) => {
    if (String(input[0]) === KEYS_URL) return answer;
    if (isSimulating()) throw new Error(`the model has no network, and so no ${String(input[0])}`);
    return realFetch(...input);
  };
  Object.assign(globalThis, { fetch: fetchDoor });
}

/** Modules of Node that lead nowhere outside; what others lead to needs a door first. */
const HARMLESS = new Set(['node:async_hooks', 'node:buffer', 'node:path', 'node:url', 'node:util', 'node:zlib']);

export function demandHarmless(specifier: string): void {
  if (!specifier.startsWith('node:') || HARMLESS.has(specifier)) return;
  throw new Error(
    `functions/src imports ${specifier}, which would lead out of the simulation: test/model/doors has none`,
  );
}
