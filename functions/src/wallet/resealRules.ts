import { z } from 'zod';
import { posting } from '../kernel/posting.ts';
import { genesisHash, postingHash, type Sha256Hex } from './rules.ts';

/**
 * A ledger under another name: every posting that names its player is sealed anew, in the order of the chain, page by page.
 * Late events make the numbers of neighbouring pages interleave, so a page waits until all of its postings have their
 * predecessors. What was broken stays broken, and is found under the new name as it was under the old one.
 */
export interface LedgerPage {
  readonly path: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const stored = posting.loose();
type Stored = z.output<typeof stored>;

interface Waiting {
  readonly page: OpenPage;
  readonly index: number;
  readonly posting: Stored;
}

interface OpenPage {
  readonly path: string;
  readonly data: LedgerPage['data'];
  readonly postings: unknown[];
  left: number;
}

export interface Names {
  readonly uid: string;
  readonly pseudonym: string;
}

/** What postings of earlier versions said of whose code was claimed. */
const SOMEBODY = /^users\//;

export class Resealing {
  readonly #names: Names;
  readonly #sha256Hex: Sha256Hex;
  readonly #waiting = new Map<number, Waiting>();
  readonly #open = new Set<OpenPage>();
  /** The newest posting that was sealed, under either name. */
  #last: { readonly sequence: number; readonly was: string; readonly is: string };

  constructor(names: Names, sha256Hex: Sha256Hex) {
    this.#names = names;
    this.#sha256Hex = sha256Hex;
    const [was, is] = [genesisHash(names.uid, sha256Hex), genesisHash(names.pseudonym, sha256Hex)];
    this.#last = { sequence: 0, was, is };
  }

  /** Takes the next page; answers those that are whole under the new name. */
  add({ path, data }: LedgerPage): LedgerPage[] {
    const list = z.array(z.unknown()).catch([]).parse(data.postings);
    const page: OpenPage = { path, data, postings: [...list], left: 0 };
    this.#open.add(page);
    for (const [index, one] of list.entries()) {
      const parsed = stored.safeParse(one);
      if (!parsed.success || this.#waiting.has(parsed.data.sequence)) continue;
      this.#waiting.set(parsed.data.sequence, { page, index, posting: parsed.data });
      page.left += 1;
    }
    for (let next = this.#next(); next !== undefined; next = this.#next()) this.#seal(next);
    return this.#whole();
  }

  /** What is left when there are no more pages: nothing, unless postings are missing. */
  rest(): LedgerPage[] {
    const left = [...this.#waiting.values()].toSorted((one, other) => one.posting.sequence - other.posting.sequence);
    for (const one of left) this.#seal(one);
    return this.#whole();
  }

  /** The head of a wallet that had `headHash`, under the new name. */
  headOf(headHash: string): string {
    return headHash === this.#last.was ? this.#last.is : headHash;
  }

  #next(): Waiting | undefined {
    return this.#waiting.get(this.#last.sequence + 1);
  }

  #seal({ page, index, posting: { hash: was, ...one } }: Waiting): void {
    const { uid, pseudonym } = this.#names;
    const isIntact = postingHash(one, this.#sha256Hex) === was;
    const renamed = {
      ...one,
      actor: one.actor === uid ? pseudonym : one.actor,
      reference: SOMEBODY.test(one.reference) ? 'referral' : one.reference,
      previousHash: one.previousHash === this.#last.was ? this.#last.is : one.previousHash,
    };
    const is = isIntact ? postingHash(renamed, this.#sha256Hex) : was;
    page.postings[index] = { ...renamed, hash: is };
    page.left -= 1;
    this.#waiting.delete(one.sequence);
    this.#last = { sequence: one.sequence, was, is };
  }

  #whole(): LedgerPage[] {
    const whole = [...this.#open].filter(({ left }) => left === 0);
    for (const page of whole) this.#open.delete(page);
    const { uid, pseudonym } = this.#names;
    return whole.map(({ path, data, postings }) => {
      const renamed = `users/${pseudonym}${path.slice(`users/${uid}`.length)}`;
      return { path: renamed, data: { ...data, uid: pseudonym, ...(postings.length > 0 ? { postings } : {}) } };
    });
  }
}
