import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wakeAtMs } from '../../../client/src/queue/flush.ts';
import type { QueueInput } from '../../../client/src/queue/inputs.ts';
import { step } from '../../../client/src/queue/machine.ts';
import { EMPTY_QUEUE, type QueueState } from '../../../client/src/queue/state.ts';
import { repositoryRoot } from '../../../scripts/suite/paths.ts';

interface Vectors {
  readonly empty: QueueState;
  readonly vectors: readonly {
    readonly name: string;
    readonly steps: readonly {
      readonly input: QueueInput;
      readonly effects: unknown;
      readonly changes: Partial<QueueState>;
      readonly wakeAtMs: number | null;
    }[];
  }[];
}

const file = join(repositoryRoot, 'docs/wire/queue-vectors.json');
const { empty, vectors }: Vectors = JSON.parse(readFileSync(file, 'utf8'));

describe('the published vectors of the queue', () => {
  it('start with the queue’s own empty state', () => {
    assert.deepEqual(empty, EMPTY_QUEUE);
  });

  for (const { name, steps } of vectors) {
    it(name, () => {
      let state = empty;
      for (const { input, effects, changes, wakeAtMs: expectedWakeMs } of steps) {
        const next = step(state, input);
        assert.deepEqual(next.effects, effects);
        assert.deepEqual(next.state, { ...state, ...changes });
        assert.equal(wakeAtMs(next.state), expectedWakeMs);
        state = next.state;
      }
    });
  }
});
