import type { Account } from './state.ts';

/** Who may act: an account that exists, in good standing, from a sign-in that was not ended. The code of the refusal. */
export function mayNotAct(account: Account | undefined, signedInAtMs?: number): string | undefined {
  if (account === undefined) return 'users/not-found';
  if (account.standing !== 'active') return `users/${account.standing}`;
  const { signedOutAtMs } = account;
  const isOver = signedOutAtMs !== null && signedInAtMs !== undefined && signedInAtMs < signedOutAtMs;
  return isOver ? 'platform/signed-out' : undefined;
}
