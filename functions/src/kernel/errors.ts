/** The callable statuses that EarnPlay answers with; each stands for one HTTP status on the wire. */
export type ErrorStatus =
  | 'invalid-argument'
  | 'unauthenticated'
  | 'permission-denied'
  | 'failed-precondition'
  | 'not-found'
  | 'already-exists'
  | 'aborted'
  | 'resource-exhausted'
  | 'internal';

/** One row of the error catalogue: what a client, a player and a studio's engineer each need to know of a refusal. */
export interface ErrorEntry<Code extends string = string> {
  /** Stable and namespaced by domain, such as `wallet/version-conflict`. Never renamed once released. */
  readonly code: Code;
  readonly status: ErrorStatus;
  /** Safe to show to a player. */
  readonly message: string;
  /** Whether sending the same request again later can succeed. */
  readonly retry: boolean;
  /**
   * Whether a queue of such requests keeps them and goes on by itself: nothing is wrong with them, and what is (the sign-in,
   * a switched-off feature) is put right elsewhere. A request that somebody waits for is not repeated.
   */
  readonly heals?: boolean;
  /** What the engineer who meets it should do. */
  readonly remedy: string;
}

type Row = Omit<ErrorEntry, 'code'>;
type Catalogue<Domain extends string, Rows extends Record<string, Row>> = {
  readonly [Key in keyof Rows & string]: ErrorEntry<`${Domain}/${Key}`>;
};

/** Declares a domain's refusals; the key becomes the second half of the code. */
export function defineErrors<const Domain extends string, const Rows extends Record<string, Row>>(
  domain: Domain,
  rows: Rows,
): Catalogue<Domain, Rows> {
  const entries = Object.entries(rows).map(([key, row]) => [key, { code: `${domain}/${key}`, ...row }]);
  return Object.fromEntries(entries);
}
