import type { EarnPlayError } from '../index.ts';

/** Apart from how it is asked for: Firestore's own types need more of a project than ours do. */
export interface Listed<Item> {
  /** The newest first; none while they are loading. */
  readonly items: readonly Item[];
  readonly status: 'loading' | 'ready' | 'failed';
  readonly error: EarnPlayError | undefined;
}
