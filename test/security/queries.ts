/**
 * Every query of the functions and the index that answers it. The emulator answers any query without an index;
 * production refuses it, on the day when it first runs. So no query is deployed without its row.
 */
export interface RegisteredQueries {
  /** Below `functions/src`. */
  readonly file: string;
  /** What the file asks, in its order and as the failing test prints it; see `queryScan.ts` for the notation. */
  readonly asks: string;
  /**
   * One entry for each index in use:
   * - `users: shard, today.date`: a composite index, or a field override, of `firestore.indexes.json`;
   *   `holds everywhere: …` if it spans all collections of the name, as a collection group query needs;
   * - `automatic users.rating`: Firestore's own index of one field within one collection;
   * - {@link DOCUMENT_IDS}, {@link CALLERS}.
   */
  readonly servedBy: readonly string[];
}

/** Pages in the order of document ids, which every collection has by itself. */
export const DOCUMENT_IDS = 'document ids';
/** A builder whose fields are arguments: it names none, and each of its callers has a row. */
export const CALLERS = 'what its callers name';

export const QUERIES: readonly RegisteredQueries[] = [
  {
    file: 'bus/listDeadLetters.ts',
    asks: "readPage where: ['status']",
    servedBy: ['automatic deadLetters.status'],
  },
  {
    file: 'fraud/listReviewQueue.ts',
    asks: "readPage where: ['status']",
    servedBy: ['automatic fraudLogs.status'],
  },
  {
    file: 'referrals/creditReferrer.ts',
    asks: "readPage where: ['waitingFor'] readDue group: 'referralClaims' where: ['status'] dueField: 'claimedAt'",
    servedBy: ['automatic referralClaims.waitingFor', 'referralClaims everywhere: status, claimedAt'],
  },
  {
    file: 'events/resetDaily.ts',
    asks: "where('shard', '==') where('today.date', '<') orderBy('today.date')",
    servedBy: ['users: shard, today.date'],
  },
  {
    file: 'platform/storage/erasure.ts',
    asks: "where(where[0], '==') where(where[0], '==') orderBy(DOCUMENT_ID)",
    servedBy: [CALLERS],
  },
  {
    file: 'users/exportMyData.ts',
    asks: "where: ['uid'] documents",
    servedBy: [
      'automatic withdrawals.uid',
      'automatic withdrawalFiles.uid',
      'automatic referralCodes.uid',
      'automatic fraudLogs.uid',
      'automatic adjustments.uid',
      'automatic ledgerDiscrepancies.uid',
    ],
  },
  { file: 'events/relayJournal.ts', asks: 'readAll', servedBy: [DOCUMENT_IDS] },
  { file: 'staff/applyRoles.ts', asks: 'readAll', servedBy: [DOCUMENT_IDS] },
  {
    file: 'withdrawals/forgetDestinations.ts',
    asks: "readAll where: ['uid']",
    servedBy: ['automatic withdrawalFiles.uid'],
  },
  {
    file: 'withdrawals/listWithdrawals.ts',
    asks: "readDue group: 'withdrawals' where: ['status'] dueField: 'requestedAt'",
    servedBy: ['withdrawals everywhere: status, requestedAt'],
  },
  {
    file: 'users/finishDeletion.ts',
    asks: "readDue group: 'deletions' where: ['status'] dueField: 'startedAt'",
    servedBy: ['deletions everywhere: status, startedAt'],
  },
  {
    file: 'platform/storage/reader.ts',
    asks:
      "collectionGroup(read.group) where(field, '==') where(read.dueField, '<=') orderBy(read.dueField) " +
      "orderBy(DOCUMENT_ID) where(read.where[0], '==') orderBy(DOCUMENT_ID)",
    servedBy: [CALLERS],
  },
  {
    file: 'wallet/discrepancies.ts',
    asks: "where: ['lastSeenAt'] readPage",
    servedBy: ['automatic ledgerDiscrepancies.lastSeenAt'],
  },
  {
    file: 'wallet/expireHolds.ts',
    asks: "readDue group: 'holds' where: ['status'] dueField: 'expiresAt'",
    servedBy: ['holds everywhere: status, expiresAt'],
  },
  {
    file: 'wallet/journal.ts',
    asks: "collectionGroup('days') where('outboxSince', '<=') orderBy('outboxSince') orderBy(DOCUMENT_ID)",
    servedBy: ['days everywhere: outboxSince'],
  },
  { file: 'wallet/verifyLedger.ts', asks: 'readPage', servedBy: [DOCUMENT_IDS] },
  {
    file: 'wallet/verifyUser.ts',
    asks: "documents where: ['status'] documents",
    servedBy: [DOCUMENT_IDS, 'automatic holds.status'],
  },
];
