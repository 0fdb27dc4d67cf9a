import type { Store } from '../memory/store.ts';
import type { Answer } from './answer.ts';
import type { Operation, Write } from './operation.ts';
import { demand } from './violation.ts';

interface Promised {
  readonly text: string;
  /** The letter that was to be sent again, and how often it had died by then: one that dies once more waits again. */
  readonly letter?: { readonly path: string; readonly deaths: number };
}

/** What commits have left to be published: whoever is answered may rely on its being told by then. */
export class Promises {
  readonly #made = new Map<number, Promised[]>();
  readonly #kept = new Set<string>();

  committed({ id }: Operation, writes: readonly Write[]): void {
    const promised = writes.flatMap((write) => [...messagesLeft(write), ...letterSentAgain(write)]);
    if (promised.length > 0) this.#made.set(id, [...(this.#made.get(id) ?? []), ...promised]);
  }

  published(text: string): void {
    this.#kept.add(text);
  }

  /** Pub/Sub, or a commit that nobody heard of, may have kept it from being published; the sweep does it then. */
  demandKept({ id, faults }: Operation, answer: Answer, store: Store): void {
    if (!answer.ok || faults.publishFails === true || faults.lostCommit === true) return;
    for (const { text, letter } of this.#made.get(id) ?? []) {
      if (letter !== undefined && store.get(letter.path)?.data.deaths !== letter.deaths) continue;
      demand(this.#kept.has(text), () => `answered before this was published: ${text}`);
    }
  }
}

function messagesLeft({ before, after }: Write): Promised[] {
  const idsOf = (page: any): string[] => (page?.outbox ?? []).map(({ eventId }: { eventId: string }) => eventId);
  const earlier = new Set(idsOf(before));
  return idsOf(after).flatMap((text) => (earlier.has(text) ? [] : [{ text }]));
}

function letterSentAgain({ path, after }: Write): Promised[] {
  if (!path.startsWith('deadLetters/') || after?.status !== 'WAITING') return [];
  if (after.replayOf !== after.deaths) return [];
  return [{ text: `${after.topic} ${after.message}`, letter: { path, deaths: after.deaths } }];
}
