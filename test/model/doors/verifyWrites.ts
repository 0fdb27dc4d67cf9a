import type { Batch } from '../memory/attempt.ts';
import type { Ref } from '../memory/host.ts';

/** Stands for `platform/runtime/verifyWrites.ts`: the model's batches take verify writes as they are. */
export function verifyIn(batch: Batch, { ref, updateTime }: { readonly ref: Ref; readonly updateTime?: number }): void {
  batch.verify(ref, updateTime);
}
