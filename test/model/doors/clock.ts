import { isSimulating, outside } from './host.ts';

/** A pause this short is waited for; a longer one is a deadline, and nothing takes that long here. */
const LONGEST_PAUSE_MS = 500;

/** Time stands still while operations run: the clock shows what the simulation says, and a pause takes one turn. */
export function stopTheClocks(): void {
  const realNow = Date.now;
  const realTimeout = globalThis.setTimeout;
  const realClear = globalThis.clearTimeout;
  const never = realTimeout(() => undefined, 0);
  realClear(never);
  Date.now = () => (isSimulating() ? outside().now() : realNow());
  const setTimeoutDoor = (...input: Parameters<typeof realTimeout>) => {
    if (!isSimulating()) return realTimeout(...input);
    const [work, pauseMs = 0] = input;
    if (pauseMs <= LONGEST_PAUSE_MS) void outside().turn().then(work);
    return never;
  };
  const clearTimeoutDoor = (timer: Parameters<typeof realClear>[0]) => {
    if (timer !== never) realClear(timer);
  };
  Object.assign(globalThis, { setTimeout: setTimeoutDoor, clearTimeout: clearTimeoutDoor });
}
