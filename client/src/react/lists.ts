import { collection, getFirestore, limit, orderBy, type QueryDocumentSnapshot, query, where } from 'firebase/firestore';
import { useMemo } from 'react';
import { instantIn } from '../account/accountView.ts';
import { isRecord } from '../errors.ts';
import { type Source, useListed } from './documents.ts';
import type { Listed } from './listed.ts';

/** A line of the inbox. What it says in the player's language is the game's to write, of `kind` and `facts`. */
export interface InboxNote {
  readonly id: string;
  readonly kind: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface ShownWithdrawal {
  readonly id: string;
  readonly amount: number;
  readonly method: string;
  readonly status: string;
  /** Epoch milliseconds. */
  readonly requestedAt: number;
  /** Epoch milliseconds. */
  readonly updatedAt: number;
}

const NOTES_SHOWN = 50;

/** The player's inbox, the newest lines first; 50 of them unless told. */
export function useInbox(most = NOTES_SHOWN): Listed<InboxNote> {
  return useListed(useMemo(() => inbox(most), [most]));
}

function inbox(most: number): Source<InboxNote> {
  return {
    query: ({ app }, uid) =>
      query(collection(getFirestore(app), 'users', uid, 'inbox'), orderBy('at', 'desc'), limit(most)),
    items: (docs) => docs.map(noteOf),
  };
}

function noteOf(one: QueryDocumentSnapshot): InboxNote {
  const facts: unknown = one.get('facts');
  return {
    id: one.id,
    kind: String(one.get('kind')),
    facts: isRecord(facts) ? facts : {},
    at: instantIn(one.get('at')),
  };
}

/** The player's withdrawals, the newest first. There is one a day at most. */
export function useWithdrawals(): Listed<ShownWithdrawal> {
  return useListed(WITHDRAWALS);
}

const WITHDRAWALS: Source<ShownWithdrawal> = {
  query: ({ app }, uid) => query(collection(getFirestore(app), 'withdrawals'), where('uid', '==', uid)),
  items: (docs) => docs.map(withdrawalOf).sort((left, right) => right.requestedAt - left.requestedAt),
};

function withdrawalOf(one: QueryDocumentSnapshot): ShownWithdrawal {
  return {
    id: one.id,
    amount: Number(one.get('amount')),
    method: String(one.get('method')),
    status: String(one.get('status')),
    requestedAt: instantIn(one.get('requestedAt')),
    updatedAt: instantIn(one.get('updatedAt')),
  };
}
