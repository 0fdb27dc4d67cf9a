import type { Random } from './random.ts';
import type { Scene } from './scene.ts';

/**
 * People who get in each other's way on purpose: what one only reads, or finds missing, another one changes at the same
 * time. By chance alone that happens too seldom for anybody to notice that a commit has not looked.
 */
interface Request {
  readonly kind: string;
  readonly params: any;
}

/** Requests that run at once, among others. */
export type Together = readonly Request[];

/** What leads up to a meeting, group by group, and the meeting last; nothing where none is drawn, or nobody comes. */
export function mayMeet(scene: Scene, random: Random, chance: number): readonly Together[] {
  if (!random.chance(chance)) return [];
  const [one, other, third] = [scene.guest(), scene.guest(), scene.guest()];
  if (one === undefined || other === undefined || third === undefined) return [];
  return random.pick(MEETINGS)(new Drawing(scene, random), [one, other, third]);
}

type Guests = readonly [string, string, string];

/**
 * The devices had no tombstones when the sign-ups looked. Those come from one address, where claims are counted: they meet
 * each other as well, and so look again and again.
 */
function signUpsOnTheDevicesOfALeaver(draw: Drawing, [leaver, ...joiners]: Guests): readonly Together[] {
  const [devices, owner] = [[draw.device(), draw.device()], draw.player()];
  return [
    [draw.request('createUser', leaver, { deviceHash: devices[0] })],
    [draw.request('bindDevice', leaver, { deviceHash: devices[1] })],
    [draw.request('bindDevice', leaver, { deviceHash: draw.device() })],
    [
      draw.leave(leaver),
      ...joiners.map((uid, at) => draw.request('createUser', uid, { deviceHash: devices[at], codeOf: owner })),
    ],
  ];
}

/** There was somebody behind the account when the consumer looked. */
function tellSomebodyWhoLeaves(draw: Drawing, [leaver, claimer]: Guests): readonly Together[] {
  return [
    [draw.request('createUser', leaver, { deviceHash: draw.device() })],
    [draw.request('createUser', claimer, { deviceHash: draw.device(), codeOf: leaver })],
    [draw.consuming(leaver), draw.leave(leaver)],
  ];
}

/** The code's owner had never held a device of the claimer's when the claim looked. */
function claimWhileTheOwnerJoinsTheFamily(draw: Drawing, [claimer]: Guests): readonly Together[] {
  const [left, next, owner] = [draw.device(), draw.device(), draw.player()];
  return [
    [draw.request('createUser', claimer, { deviceHash: left })],
    [draw.request('bindDevice', claimer, { deviceHash: next })],
    [
      draw.request('claimReferral', claimer, { deviceHash: next, codeOf: owner }),
      draw.request('bindDevice', owner, { deviceHash: left }),
    ],
  ];
}

/** Neither had claimed the other's code when the claims looked. */
function claimEachOther(draw: Drawing, [one, other]: Guests): readonly Together[] {
  const devices = [draw.device(), draw.device()];
  return [
    [
      draw.request('createUser', one, { deviceHash: devices[0] }),
      draw.request('createUser', other, { deviceHash: devices[1] }),
    ],
    [
      draw.request('claimReferral', one, { deviceHash: devices[0], codeOf: other }),
      draw.request('claimReferral', other, { deviceHash: devices[1], codeOf: one }),
    ],
  ];
}

/** A guest who brings along what matters: a debt, coins of the account's own code, or a ban; and an account that adopts it twice. */
function adoptSomebodyWithPast(draw: Drawing, [guest, account, other]: Guests): readonly Together[] {
  const devices = [draw.device(), draw.device(), draw.device()];
  const { coins, past } = draw.past(guest);
  return [
    [draw.request('createUser', account, { deviceHash: devices[1] })],
    [
      draw.request('createUser', guest, { deviceHash: devices[0], codeOf: draw.oneOf(account, other) }),
      draw.request('createUser', other, { deviceHash: devices[2] }),
    ],
    [coins],
    [past],
    [draw.adoption(account, guest), draw.adoption(draw.oneOf(account, other), guest)],
  ];
}

const MEETINGS = [
  adoptSomebodyWithPast,
  adoptSomebodyWithPast,
  claimEachOther,
  signUpsOnTheDevicesOfALeaver,
  signUpsOnTheDevicesOfALeaver,
  tellSomebodyWhoLeaves,
  claimWhileTheOwnerJoinsTheFamily,
];

/** What one meeting is made of; all come from one address. */
class Drawing {
  readonly #scene: Scene;
  readonly #random: Random;
  readonly #address: string;

  constructor(scene: Scene, random: Random) {
    this.#scene = scene;
    this.#random = random;
    this.#address = scene.anyAddress(random);
  }

  device(): string {
    return this.#random.hex(32);
  }

  player(): string {
    return this.#random.pick(this.#scene.players);
  }

  request(kind: string, uid: string, input: object): Request {
    const signedInAtMs = Math.floor(this.#scene.nowMs / 1_000) * 1_000;
    const data = { ...input, idempotencyKey: this.#scene.nextName() };
    return { kind, params: { uid, address: this.#address, signedInAtMs, data } };
  }

  leave(uid: string): Request {
    return this.request('deleteAccount', uid, { confirm: 'DELETE' });
  }

  oneOf(one: string, other: string): string {
    return this.#random.chance(0.7) ? one : other;
  }

  /** What staff give, and what they do to it then. */
  past(uid: string): { readonly coins: Request; readonly past: Request } {
    const admin = this.#scene.admins[0] ?? '';
    const adjust = (amount: number) =>
      this.request('adjustBalance', admin, {
        uid,
        currency: 'coins',
        amount,
        allowDebt: true,
        reason: 'as the facts say',
      });
    const ban = this.request('setStanding', admin, { uid, standing: 'banned', reason: 'as the facts say' });
    return { coins: adjust(40), past: this.#random.pick([ban, adjust(-400), adjust(2)]) };
  }

  /** By the guest's own token, and on the device that the guest is on. */
  adoption(uid: string, guest: string): Request {
    const guestToken = `anonymous|${guest}|${Math.floor(this.#scene.nowMs / 1_000)}`;
    const { kind, params } = this.request('adoptGuest', uid, { guestToken, deviceHash: 'guest' });
    return { kind, params: { ...params, guest } };
  }

  consuming(about: string): Request {
    const again = this.#random.chance(0.5);
    return { kind: 'consume', params: { chance: this.#random.next(), about, again, lost: false, undelivered: false } };
  }
}
