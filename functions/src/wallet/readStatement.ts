import { accept } from '../kernel/decision.ts';
import type { PostingKind } from '../kernel/posting.ts';
import { domainsWith } from '../platform/manifest/house.ts';
import { readSnapshot } from '../platform/storage/reader.ts';
import { JournalReader } from './journalReader.ts';
import { newestPostings } from './newestPostings.ts';
import type { Posting } from './rules.ts';
import {
  decidePlace,
  isBefore,
  type Line,
  linesOf,
  type Place,
  placeAfter,
  textOf,
  type Wanted,
  writePlace,
} from './statementRules.ts';

/**
 * A page of a player's ledger, newest first, in words. What one call reads is bounded: where little of what it reads is
 * wanted, it answers fewer lines than were asked for, or none, and says where to go on.
 */
export interface StatementRequest extends Wanted {
  readonly uid: string;
  /** `next` of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface StatementLine extends Line {
  readonly text: string;
  readonly posting: Posting;
}

export interface Statement {
  readonly entries: readonly StatementLine[];
  readonly next: string | null;
}

/** After so many documents a call goes no further than its next posting. */
const MAX_DOCUMENTS = 60;

/** `version` is the number of the player's newest posting. */
export async function readStatement(
  { uid, after, limit, ...wanted }: StatementRequest,
  version: number,
  nowMs: number,
): Promise<Statement> {
  const place = accept(decidePlace(after, version, nowMs, wanted));
  const kinds = await postingKinds();
  return readSnapshot(async (snapshot) => {
    const { lines, next } = await readLines(new JournalReader(snapshot, uid), place, wanted, limit);
    const entries = lines.map(({ posting, ...line }) => ({ ...line, text: textOf(posting, kinds), posting }));
    return { entries, next: next === null ? null : writePlace(next) };
  });
}

interface Read {
  readonly lines: readonly (Line & { readonly posting: Posting })[];
  readonly next: Place | null;
}

async function readLines(journal: JournalReader, place: Place, wanted: Wanted, limit: number): Promise<Read> {
  const lines: Read['lines'][number][] = [];
  for await (const posting of newestPostings(journal, place)) {
    if (isBefore(posting, wanted)) break;
    const told = posting.sequence === place.sequence ? place.told : 0;
    const all = linesOf(posting, wanted).slice(told);
    const some = all.slice(0, limit - lines.length);
    lines.push(...some.map((line) => ({ ...line, posting })));
    const next = some.length < all.length ? placeAfter(posting, told + some.length) : placeAfter(posting);
    const isEnough = lines.length === limit || journal.documents >= MAX_DOCUMENTS;
    if (isEnough && next.sequence > 0) return { lines, next };
  }
  return { lines, next: null };
}

async function postingKinds(): Promise<readonly PostingKind[]> {
  return (await domainsWith('postings')).flatMap(({ postings = [] }) => postings);
}
