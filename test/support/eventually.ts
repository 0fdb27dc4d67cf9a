/** Waits for what another process will do: asks again until `check` answers something, or fails with its last error. */
export async function eventually<T>(check: () => Promise<T>, withinMs = 15_000): Promise<T> {
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
