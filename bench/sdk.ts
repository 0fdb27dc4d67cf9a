/**
 * The functions' own copies of the SDKs, for baselines and measurements: the root package has none, and a second copy
 * would talk to Firestore with classes that the first does not know.
 */
import type { adminFirestore } from '../functions/src/platform/runtime/firebase.ts';

export { FieldValue } from '../functions/node_modules/firebase-admin/lib/firestore/index.js';
export { wrap } from '../functions/node_modules/firebase-functions-test/lib/main.js';
export { Redis } from '../functions/node_modules/ioredis/built/index.js';

export type Firestore = Awaited<ReturnType<typeof adminFirestore>>;
