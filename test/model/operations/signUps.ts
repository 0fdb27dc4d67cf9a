import { beforeSignUp } from '../../../functions/src/users/functions.ts';
import { contactsOf, spelledAnew } from '../core/contacts.ts';
import type { Kind } from '../core/operation.ts';
import type { Random } from '../core/random.ts';
import { rulesAt, seenVersion } from '../oracle/economy.ts';
import { isBanned } from '../oracle/standing.ts';
import { answered, refused } from '../oracle/state.ts';

/** People who come to Auth, some of them again and under another spelling; what Auth asks before it lets them in. */
export const kinds: readonly Kind[] = [
  {
    name: 'signUp',
    weight: 3,
    draw(scene, random) {
      const uid = scene.nextName();
      if (random.chance(0.15)) return { uid, email: `${uid}@${random.pick(DOMAINS)}`, phoneNumber: null };
      const contactOf = random.pick(scene.players);
      return { uid, contactOf, ...oneContactOf(contactOf, random) };
    },
    async run(_system, { params: { uid, email, phoneNumber } }) {
      const asked: any = beforeSignUp;
      await asked.run({ data: { uid, email, phoneNumber } });
    },
    begin(oracle, { id }, nowMs) {
      oracle.seenVersions.set(id, seenVersion(oracle, nowMs));
      return;
    },
    settle: () => undefined,
    ended(oracle, { id, params: { email, phoneNumber, contactOf } }, nowMs) {
      const { signUps } = rulesAt(oracle, oracle.seenVersions.get(id) ?? oracle.firstVersion);
      const isGuest = email === null && phoneNumber === null;
      const isRefused = oracle.bannedWhenLooked.get(id) ?? isBanned(oracle, contactOf, nowMs);
      if (!isGuest && isRefused && signUps.refuseBannedContacts) return refused('users/sign-up-banned');
      const domain = email === null ? '' : `.${email.split('@')[1].toLowerCase()}`;
      const isBelow = (above: string) => domain.endsWith(`.${above}`);
      const isThrownAway = signUps.refuseDisposableEmail && isBelow('mailinator.com');
      if (isThrownAway || signUps.refusedEmailDomains.some(isBelow)) return refused('users/email-not-accepted');
      return answered(undefined);
    },
  },
];

const DOMAINS = ['mailinator.com', 'inbox.Mailinator.com', 'notmailinator.com', 'mail.example.net', 'example.edu'];

/** One alone, so that what is known of a person is looked up in one instant. */
function oneContactOf(uid: string, random: Random) {
  const { email, phoneNumber } = contactsOf(uid);
  if (email === null || (phoneNumber !== null && random.chance(0.5))) return { email: null, phoneNumber };
  return { email: spelledAnew(email, random), phoneNumber: null };
}
