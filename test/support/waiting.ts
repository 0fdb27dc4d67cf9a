/** What the tests of this process have waited for, in milliseconds by cause: `npm test -- --timings` reports it. */
const waited = new Map<string, number>();

/** Runs the work and counts its time under the cause. Waits at the same time count once each. */
export async function waitingFor<T>(cause: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    waited.set(cause, (waited.get(cause) ?? 0) + performance.now() - start);
  }
}

/** What has been waited for since this was last asked. */
export function takeWaits(): Record<string, number> {
  const taken = Object.fromEntries(waited);
  waited.clear();
  return taken;
}
