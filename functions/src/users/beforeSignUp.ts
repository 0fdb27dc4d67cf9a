import { accept } from '../kernel/decision.ts';
import { currentEconomy } from '../platform/configuration/economyConfig.ts';
import { disposableEmailDomains } from '../platform/identity/disposableEmail.ts';
import type { SigningUp } from '../platform/transport/blocking.ts';
import { areBanned } from './bannedContacts.ts';
import { signUpsConfig } from './config.ts';
import { decideSignUp } from './signUpRules.ts';

/** Refuses sign-ups with a throw-away address, one of a refused domain, or a contact of somebody who was banned. */
export async function beforeSignUp({ email, phoneNumber }: SigningUp, nowMs: number): Promise<void> {
  const signUps = (await currentEconomy(nowMs)).of(signUpsConfig);
  const isBanned = signUps.refuseBannedContacts && (await areBanned({ email, phoneNumber }, nowMs));
  const disposable = email === null ? new Set<string>() : await disposableEmailDomains();
  accept(decideSignUp({ email, isDisposable: (domain) => disposable.has(domain), isBanned }, signUps));
}
