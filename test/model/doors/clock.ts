import { isSimulating, outside } from './host.ts';

/** A pause this short is waited for; a longer one is a deadline, and nothing takes that long here. */
const LONGEST_PAUSE_MS = 500;

/** Time stands still while operations run: every clock shows what the simulation says, and a pause takes one turn. */
export function stopTheClocks(): void {
  stopTheCalendar();
  stopTheTimers();
  const realNow = performance.now.bind(performance);
  const realUptime = process.uptime.bind(process);
  const realTime = process.hrtime;
  const realNanoseconds = () => realTime.bigint();
  const nanoseconds = () => (isSimulating() ? BigInt(outside().now()) * 1_000_000n : realNanoseconds());
  const hrtime = (since?: [number, number]): [number, number] => {
    if (!isSimulating()) return realTime(since);
    const [seconds, rest] = [Math.floor(outside().now() / 1_000), (outside().now() % 1_000) * 1_000_000];
    return since === undefined ? [seconds, rest] : [seconds - since[0], rest - since[1]];
  };
  put(performance, { now: () => (isSimulating() ? outside().now() : realNow()) });
  put(process, {
    uptime: () => (isSimulating() ? outside().now() / 1_000 : realUptime()),
    hrtime: Object.assign(hrtime, { bigint: nanoseconds }),
  });
}

function stopTheCalendar(): void {
  const realNow = Date.now;
  Date.now = () => (isSimulating() ? outside().now() : realNow());
  const calendar = new Proxy(Date, {
    construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [target.now()] : given, made),
    apply: (target) => new target(target.now()).toString(),
  });
  put(globalThis, { Date: calendar });
}

function stopTheTimers(): void {
  const realTimeout = globalThis.setTimeout;
  const realClear = globalThis.clearTimeout;
  const realInterval = globalThis.setInterval;
  const never = realTimeout(() => undefined, 0);
  realClear(never);
  const setTimeoutDoor = (...input: Parameters<typeof realTimeout>) => {
    if (!isSimulating()) return realTimeout(...input);
    const [work, pauseMs = 0] = input;
    if (pauseMs <= LONGEST_PAUSE_MS) void outside().turn().then(work);
    return never;
  };
  const clearTimeoutDoor = (timer: Parameters<typeof realClear>[0]) => {
    if (timer !== never) realClear(timer);
  };
  const setIntervalDoor = (...input: Parameters<typeof realInterval>) => {
    if (isSimulating()) throw new Error('the model has no intervals');
    return realInterval(...input);
  };
  put(globalThis, { setTimeout: setTimeoutDoor, clearTimeout: clearTimeoutDoor, setInterval: setIntervalDoor });
}

/** In place of what may be no plain property: what a getter or a prototype gives. */
function put(target: object, replacements: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(replacements)) {
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
  }
}
