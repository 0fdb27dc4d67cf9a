import { errorCatalogues } from '../../functions/src/contract.ts';
import type { Answer } from '../../test/support/callable.ts';
import type { DarkServer } from '../../test/support/darkServer.ts';
import type { Person } from '../stage.ts';

/** Redis is up, is gone, is up again and empty. */
export const PHASES = ['before', 'during', 'after'] as const;
export type Phase = (typeof PHASES)[number];

export interface CallSample {
  readonly name: string;
  readonly phase: Phase;
  readonly durationMs: number;
  /** The code of a refusal; null where the call succeeded. */
  readonly refusal: string | null;
}

const CATALOGUED = new Set(errorCatalogues.flatMap((catalogue) => Object.values(catalogue).map(({ code }) => code)));
const INTERNAL = 'platform/internal';

/** Calls any of a few instances in turn, as a load balancer would, and remembers how each call ended. */
export class Calls {
  readonly samples: CallSample[] = [];
  readonly violations: string[] = [];
  phase: Phase = 'before';
  readonly #instances: readonly DarkServer[];
  #made = 0;

  constructor(instances: readonly DarkServer[]) {
    this.#instances = instances;
  }

  async make(person: Person, name: string, data: object): Promise<Answer> {
    this.#made += 1;
    const url = this.#instances[this.#made % this.#instances.length]?.url ?? '';
    const { phase } = this;
    const startedMs = performance.now();
    const answer = await person.call(name, data, { url });
    const refusal = answer.error === undefined ? null : refusalOf(answer.error);
    this.samples.push({ name, phase, durationMs: performance.now() - startedMs, refusal });
    if (refusal !== null && (refusal === INTERNAL || !CATALOGUED.has(refusal))) {
      this.violations.push(`${name} was refused with "${refusal}": ${JSON.stringify(answer.error)}`);
    }
    return answer;
  }

  /** Whether a batch was credited in this phase. */
  hasCredited(phase: Phase): boolean {
    return this.samples.some((one) => one.name === 'batchEvents' && one.phase === phase && one.refusal === null);
  }

  noteRead(phase: Phase, durationMs: number): void {
    this.samples.push({ name: 'read of the account', phase, durationMs, refusal: null });
  }
}

function refusalOf({ status, details }: NonNullable<Answer['error']>): string {
  const code: unknown = details?.code;
  return typeof code === 'string' ? code : `uncatalogued: ${status}`;
}
