import type { Random } from './random.ts';

/** What people sign up with: a mailbox, a phone number, both or, as guests, nothing. It follows from their name alone. */
export interface Contacts {
  readonly email: string | null;
  readonly phoneNumber: string | null;
}

export function contactsOf(uid: string): Contacts {
  const at = numberOf(uid);
  if (at === undefined) return { email: null, phoneNumber: null };
  const mailboxes = [`Jane.Player${at}@Gmail.com`, `Player.${at}@example.org`, `player${at}@example.net`];
  return { email: mailboxes[at % 4] ?? null, phoneNumber: at % 2 === 0 ? `+1555${1_000_000 + at}` : null };
}

/** All that a person is known by, each under the one name that it goes by, however it is written. */
export function namesOf(uid: string): string[] {
  const at = numberOf(uid);
  if (at === undefined) return [`uid:${uid}`];
  const mailbox = [`janeplayer${at}@gmail.com`, `player.${at}@example.org`, `player${at}@example.net`][at % 4];
  const { phoneNumber } = contactsOf(uid);
  return [
    `uid:${uid}`,
    ...(mailbox === undefined ? [] : [`email:${mailbox}`]),
    ...(phoneNumber === null ? [] : [`phone:${phoneNumber}`]),
  ];
}

/** The same mailbox, as somebody writes it who wants to pass for another. */
export function spelledAnew(email: string, random: Random): string {
  const [name = '', domain = ''] = email.split('@');
  const dotted = domain === 'Gmail.com' && random.chance(0.5) ? name.replaceAll('.', '').split('').join('.') : name;
  const tagged = random.chance(0.5) ? `${dotted}+again` : dotted;
  return random.chance(0.5) ? `${tagged}@${domain}` : `${tagged}@${domain}`.toUpperCase();
}

function numberOf(uid: string): number | undefined {
  const [, at] = /^player-(\d+)-/.exec(uid) ?? [];
  return at === undefined ? undefined : Number(at);
}
