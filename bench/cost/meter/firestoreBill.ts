import { firestoreType } from '../../../test/support/firestoreProtocol.ts';
import type { MessageRecord } from './record.ts';

/**
 * Billed Firestore operations, from the messages that were really sent and received, by the published rules:
 * a document asked for by path is a read, found or not; so is each one that a query answers, and at least one a query; so
 * is each one that a listener is sent, at first and after a change, and at least one for a listener that begins anew.
 * Each write of a commit is a write or a delete, whether the commit succeeds or not, which is never too few. What a
 * commit only verifies is taken for a read, because nobody has published what it costs (decision 15).
 */
export interface Operations {
  readonly reads: number;
  readonly writes: number;
  readonly deletes: number;
  /** Documents that were made with an `expireAt`, which TTL will delete one day; a billed delete each. */
  readonly ttlDeletes: number;
}

export const NO_OPERATIONS: Operations = { reads: 0, writes: 0, deletes: 0, ttlDeletes: 0 };

export function addOperations(left: Operations, right: Operations): Operations {
  return {
    reads: left.reads + right.reads,
    writes: left.writes + right.writes,
    deletes: left.deletes + right.deletes,
    ttlDeletes: left.ttlDeletes + right.ttlDeletes,
  };
}

/** Methods that cost nothing. One that is neither here nor below fails the count, so that nothing is left out. */
const FREE = new Set(['BeginTransaction', 'Rollback', 'ListCollectionIds']);
const AGGREGATED_A_READ = 1_000;

export function firestoreBill(messages: readonly MessageRecord[]): Operations {
  const streams = Map.groupBy(messages.filter(isFirestore), ({ stream }) => stream);
  return [...streams.values()].map(streamBill).reduce(addOperations, NO_OPERATIONS);
}

function isFirestore({ method }: MessageRecord): boolean {
  return method.startsWith('google.firestore.v1.Firestore/');
}

function streamBill(messages: readonly MessageRecord[]): Operations {
  const [first] = messages;
  const method = first?.method.split('/')[1] ?? '';
  if (FREE.has(method)) return NO_OPERATIONS;
  const sent = messages.filter(({ direction }) => direction === 'sent').map((one) => decode(`${method}Request`, one));
  const received = messages
    .filter(({ direction }) => direction === 'received')
    .map((one) => decode(`${method}Response`, one));
  switch (method) {
    case 'BatchGetDocuments':
      return { ...NO_OPERATIONS, reads: sum(sent.map(({ documents }) => documents?.length ?? 0)) };
    case 'RunQuery':
      return { ...NO_OPERATIONS, reads: Math.max(1, received.filter(({ document }) => document != null).length) };
    case 'RunAggregationQuery':
      return { ...NO_OPERATIONS, reads: Math.max(1, Math.ceil(counted(received) / AGGREGATED_A_READ)) };
    case 'Listen':
      return { ...NO_OPERATIONS, reads: listened(sent, received) };
    case 'Commit':
    case 'BatchWrite':
      return written(sent.flatMap(({ writes }) => writes ?? []));
    default:
      throw new Error(`nobody knows what Firestore bills for ${method}`);
  }
}

function listened(sent: readonly Message[], received: readonly Message[]): number {
  const begun = sent.flatMap(({ addTarget }) =>
    addTarget == null || (addTarget.resumeToken?.length ?? 0) > 0 ? [] : [addTarget.targetId ?? 0],
  );
  const delivered = received.flatMap(({ documentChange }) =>
    documentChange == null ? [] : (documentChange.targetIds ?? []),
  );
  const silent = begun.filter((target) => !delivered.includes(target));
  return delivered.length + silent.length;
}

function written(writes: readonly Write[]): Operations {
  const deletes = writes.filter((write) => write.delete != null && write.delete !== '').length;
  const verified = writes.filter((write) => write.verify != null && write.verify !== '').length;
  const expiring = writes.filter(
    ({ currentDocument, update }) =>
      currentDocument?.exists === false && update?.fields?.expireAt?.timestampValue != null,
  );
  return { reads: verified, writes: writes.length - deletes - verified, deletes, ttlDeletes: expiring.length };
}

/** The largest of the counts that an aggregation answered; how many index entries it looked at. */
function counted(received: readonly Message[]): number {
  const values = received.flatMap(({ result }) => Object.values(result?.aggregateFields ?? {}));
  return Math.max(0, ...values.map(({ integerValue }) => Number(integerValue ?? 0)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

interface Value {
  readonly integerValue?: unknown;
  readonly timestampValue?: unknown;
}
interface Write {
  readonly update?: { readonly fields?: Readonly<Record<string, Value>> } | null;
  readonly delete?: string | null;
  readonly verify?: string | null;
  readonly currentDocument?: { readonly exists?: boolean | null } | null;
}
interface Message {
  readonly documents?: readonly string[];
  readonly document?: object | null;
  readonly writes?: readonly Write[];
  readonly addTarget?: { readonly targetId?: number | null; readonly resumeToken?: Uint8Array | null } | null;
  readonly documentChange?: { readonly targetIds?: readonly number[] } | null;
  readonly result?: { readonly aggregateFields?: Readonly<Record<string, Value>> } | null;
}
/** By the service's own protocol, as the SDK describes it. */
function decode(type: string, { bytes }: MessageRecord): Message {
  const known = firestoreType(type);
  if (known === undefined) throw new Error(`Firestore has no ${type}`);
  return known.decode(Buffer.from(bytes, 'base64'));
}
