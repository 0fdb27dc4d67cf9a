import { createRequire } from 'node:module';
import type { DocumentSnapshot, WriteBatch } from 'firebase-admin/firestore';
import { invariant } from '../../kernel/assert.ts';

/**
 * Firestore's Commit takes a write that changes nothing and only holds the commit to a document's being as it was read:
 * `verify`, of which the web SDK's transactions are made. The server SDK has neither a method for it nor its field in the
 * description of the protocol, so both are added here; channel, sign-in, headers and errors stay the SDK's own (decision
 * 15). No other file knows how the SDK looks inside.
 */
const VERIFY = { type: 'string', id: 5 };

interface WriteMessage {
  readonly fields: Record<string, unknown>;
  readonly oneofs: { readonly operation: { readonly oneof: string[] } };
}

/** Must run before the first request of this process, which is when the SDK reads the description. */
export function describeVerifyWrites(): void {
  const write: WriteMessage | undefined = firestoreProtocol()?.nested?.Write;
  invariant(write !== undefined, 'the Firestore SDK describes its protocol elsewhere: set COMMITS=transactions');
  if ('verify' in write.fields) return;
  write.fields.verify = VERIFY;
  write.oneofs.operation.oneof.push('verify');
}

/** The very object that the SDK makes its messages from; it loads the same file itself when it first connects. */
function firestoreProtocol() {
  const admin = createRequire(createRequire(import.meta.url).resolve('firebase-admin/firestore'));
  const sdk = createRequire(admin.resolve('@google-cloud/firestore'));
  return sdk('@google-cloud/firestore-api/build/protos/protos.json').nested?.google?.nested?.firestore?.nested?.v1;
}

/** How the SDK's batch keeps what it will send: each entry makes one write of the protocol. */
interface Pending {
  readonly _ops?: { readonly docPath: string; readonly op: () => object }[];
}

/** Holds the commit of a batch to a document's being as it was read, missing where it was missing. */
export function verifyIn(batch: WriteBatch, { ref, updateTime }: DocumentSnapshot): void {
  const { projectId, databaseId } = ref.firestore as unknown as { projectId: string; databaseId: string };
  const verify = `projects/${projectId}/databases/${databaseId}/documents/${ref.path}`;
  const currentDocument =
    updateTime === undefined
      ? { exists: false }
      : { updateTime: { seconds: updateTime.seconds, nanos: updateTime.nanoseconds } };
  const pending = (batch as unknown as Pending)._ops;
  invariant(pending !== undefined, 'the Firestore SDK keeps its writes elsewhere: set COMMITS=transactions');
  pending.push({ docPath: ref.path, op: () => ({ verify, currentDocument }) });
}
