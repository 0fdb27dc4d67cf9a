import { type Decision, decided, refuse } from '../kernel/decision.ts';
import type { SignUpsConfig } from './config.ts';
import { userErrors } from './contract.ts';

/** Who may sign up, by the e-mail address or phone number that they bring; somebody without either always may. */
export interface SignUp {
  readonly email: string | null;
  /** Whether an address of this domain, or of one below it, is thrown away after use. */
  readonly isDisposable: (domain: string) => boolean;
  /** Whether an account with one of these contacts was banned. */
  readonly isBanned: boolean;
}

export function decideSignUp({ email, isDisposable, isBanned }: SignUp, config: SignUpsConfig): Decision<true> {
  if (isBanned) return refuse(userErrors['sign-up-banned']);
  const isRefused = (domain: string) =>
    config.refusedEmailDomains.includes(domain) || (config.refuseDisposableEmail && isDisposable(domain));
  if (email !== null && domainsOf(email).some(isRefused)) return refuse(userErrors['email-not-accepted']);
  return decided(true);
}

/** The domain of an address and all that it lies in: `a@b.c.org` gives `b.c.org`, `c.org`, `org`. */
export function domainsOf(email: string): string[] {
  const labels = email
    .slice(email.lastIndexOf('@') + 1)
    .toLowerCase()
    .split('.');
  return labels.map((_, at) => labels.slice(at).join('.'));
}
