/**
 * What a domain stores: where, who may read it, how it is found, and what becomes of a player's own. The security rules,
 * the index file, the export and the erasure of personal data are all made of these entries.
 */
export interface StoredCollection {
  /** Path of its documents, such as `users/{uid}/days/{date}`; a document of which several domains own fields has several entries. */
  readonly path: string;
  /**
   * Which clients may read it; no client where left out. `owner`: the player that `{uid}` of the path names; `itsUid`: the
   * player in the document's field `uid`; `signedIn`: everybody who plays.
   */
  readonly readBy?: 'owner' | 'itsUid' | 'signedIn';
  /** Whether those may list it as well, and not only get what they can name. */
  readonly mayList?: boolean;
  readonly personal?: PersonalData;
  /** Why an export leaves it out; asked for where it is not {@link personal} and not for everybody who plays. */
  readonly notExported?: string;
  /**
   * Fields that may hold a player's uid, or the path of their account, and keep standing when the player is gone: the
   * pseudonym takes its place. They are searched, and so stay indexed.
   */
  readonly people?: readonly string[];
  /** Fields that nobody searches; each exemption spares every write of the field its index entries. */
  readonly unindexed?: readonly string[];
  /** The instant field after which Firestore may delete a document by itself. */
  readonly expiresAt?: string;
  /** Indexes that queries need beyond Firestore's own of each field within one collection. */
  readonly indexes?: readonly DeclaredIndex[];
}

export interface DeclaredIndex {
  /** In this order; the last may be `<field> descending`. */
  readonly fields: readonly string[];
  /** Over all collections of the name, wherever they stand; needed for queries of a collection group. */
  readonly everywhere?: boolean;
}

export interface PersonalData {
  /**
   * All documents of the collection, those whose field `uid` is the player, the one whose id is, or those that the
   * domain's account part finds and erases itself.
   */
  readonly find: 'all' | 'field' | 'id' | 'own';
  /** What is kept stands under the player's pseudonym then; `blank` keeps it without the fields that could give a person away. */
  readonly onDeletion: 'erase' | 'keep' | 'blank';
  readonly blanked?: readonly string[];
}

/** Every query of one file and the index that answers it, which no emulator asks for and production demands. */
export interface RegisteredQueries {
  /** Below `functions/src`. */
  readonly file: string;
  /** What the file asks, in its order and as the failing test prints it; `test/security/queryScan.ts` has the notation. */
  readonly asks: string;
  /**
   * One entry for each index in use:
   * - `users: shard, today.date`: a declared index; `holds everywhere: …` if it spans all collections of the name;
   * - `automatic users.rating`: Firestore's own index of one field within one collection;
   * - {@link DOCUMENT_IDS}, {@link CALLERS}.
   */
  readonly servedBy: readonly string[];
}

/** Pages in the order of document ids, which every collection has by itself. */
export const DOCUMENT_IDS = 'document ids';
/** A builder whose fields are arguments: it names none, and each of its callers is registered. */
export const CALLERS = 'what its callers name';
