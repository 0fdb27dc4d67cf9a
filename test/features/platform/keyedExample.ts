import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import type { Player } from '../../support/world.ts';

/** The shape of an example of a keyed callable; `keyedCalls.ts` has them all. */
export type Input = Readonly<Record<string, unknown>>;

export interface Spoiled {
  /** The code that the request is refused with. */
  readonly code: string;
  /** The request, where it is not the example's own. */
  readonly input?: Input;
  /** Makes the very same request valid. */
  readonly mend: () => Promise<unknown>;
}

export interface Example {
  readonly name: string;
  readonly caller: Player;
  /** Somebody signed in who is not allowed to call it; undefined where every player may. */
  readonly stranger?: Player;
  /** The player whom staff do it to. */
  readonly about?: Player;
  readonly input: Input;
  /** Another valid request; undefined where a callable knows only one. */
  readonly other?: Input;
  readonly spoil: () => Promise<Spoiled>;
  /** All that the request may change, as text. */
  readonly state: () => Promise<string>;
}

/** What is stored at these paths, as text. */
export async function read(paths: readonly string[]): Promise<string> {
  const database = await adminFirestore();
  const snapshots = await Promise.all(paths.map((path) => database.doc(path).get()));
  return JSON.stringify(snapshots.map((snapshot) => snapshot.data() ?? null));
}

/** Spoils a request by fields of a document, and mends it by putting back what they were. */
export async function spoilFields(path: string, code: string, fields: Input): Promise<Spoiled> {
  const document = (await adminFirestore()).doc(path);
  const before = (await document.get()).data() ?? {};
  await document.update(fields);
  const were = Object.fromEntries(Object.keys(fields).map((field) => [field, before[field] ?? null]));
  return { code, mend: () => document.update(were) };
}
