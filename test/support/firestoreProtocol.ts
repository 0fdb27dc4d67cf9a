import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describeVerifyWrites } from '../../functions/src/platform/runtime/verifyWrites.ts';

/** Firestore's messages, by the description that the SDK itself makes them from, `verify` writes included. */
export interface FirestoreType {
  decode(bytes: Uint8Array): object;
}
interface Root {
  lookup(name: string): FirestoreType | null;
}

const functionsRequire = createRequire(join(import.meta.dirname, '../../functions/package.json'));
export const firestoreRequire = createRequire(functionsRequire.resolve('@google-cloud/firestore'));
/** Of the very copy of gRPC that the SDK uses. */
export const gaxRequire = createRequire(firestoreRequire.resolve('google-gax'));

let root: Root | undefined;

/** Undefined for what the service does not know. Fields that were not sent are null, empty or zero. */
export function firestoreType(name: string): FirestoreType | undefined {
  if (root === undefined) {
    describeVerifyWrites();
    const description = firestoreRequire('@google-cloud/firestore-api/build/protos/protos.json');
    const made: Root = gaxRequire('protobufjs').Root.fromJSON(description);
    root = made;
  }
  return root.lookup(`google.firestore.v1.${name}`) ?? undefined;
}
