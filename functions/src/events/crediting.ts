import type { Economy } from '../platform/configuration/economy.ts';

/** For whom, when and by whom events are credited. */
export interface Crediting {
  readonly uid: string;
  readonly nowMs: number;
  readonly correlationId: string;
  readonly economy: Economy;
  /** Who caused the postings: the player, or `system:` and the endpoint's name. */
  readonly actor: string;
  /** From where it was sent; left out where no player sent it. */
  readonly address?: string;
  /** The device that the caller says it is on; the postings tell whether it is the bound one. */
  readonly deviceHash?: string | undefined;
  /** When the caller's sign-in began; left out where nobody is signed in. */
  readonly signedInAtMs?: number;
}
