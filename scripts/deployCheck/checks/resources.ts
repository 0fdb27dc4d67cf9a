import { type Check, problemsOf } from '../check.ts';
import type { Endpoint } from '../rehearsal.ts';

/** Cloud Run takes up to 1,000 requests an instance at once. (That CPU and memory go together, the CLI has checked.) */
const MAX_CONCURRENCY = 1000;

export const resources: Check = {
  name: 'resources',
  judge: ({ endpoints }) => {
    const memory = [...new Set(endpoints.map(({ availableMemoryMb }) => availableMemoryMb ?? 256))].sort(
      (a, b) => a - b,
    );
    return {
      fine: `memory of ${memory.join(', ')} MiB, concurrency and instances fit together`,
      problems: problemsOf(
        endpoints.flatMap(wrongOf),
        'Change the options of the function, or its parameters in functions/.env.',
      ),
    };
  },
};

function wrongOf({ id, concurrency, cpu, minInstances, maxInstances }: Endpoint): string[] {
  const atOnce = concurrency ?? 1;
  const least = minInstances ?? 0;
  const most = maxInstances ?? Number.POSITIVE_INFINITY;
  return [
    ...(Number.isInteger(atOnce) && atOnce >= 1 && atOnce <= MAX_CONCURRENCY
      ? []
      : [`${id} takes ${atOnce} requests at once, which must be 1 to ${MAX_CONCURRENCY}`]),
    ...(atOnce > 1 && (cpu ?? 1) < 1 ? [`${id} takes ${atOnce} requests at once with less than one CPU`] : []),
    ...(least >= 0 && most >= 1 && least <= most ? [] : [`${id} has at least ${least} and at most ${most} instances`]),
  ];
}
