import { waitingFor } from './waiting.ts';

/** Waits for what another process will do: asks again until `check` answers something, or fails with its last error. */
export function eventually<T>(check: () => Promise<T>, withinMs = 45_000): Promise<T> {
  return waitingFor('what another process does', () => askAgain(check, withinMs));
}

async function askAgain<T>(check: () => Promise<T>, withinMs: number): Promise<T> {
  const untilMs = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > untilMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
