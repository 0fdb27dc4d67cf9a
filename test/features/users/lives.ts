import { randomUUID } from 'node:crypto';
import { DAY_MS, HOUR_MS } from '../../../functions/src/kernel/time.ts';
import { adminAuth, adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { growOlder } from '../../../scripts/suite/growOlder.ts';
import { askAuth } from '../../support/auth.ts';
import { authHost } from '../../support/environment.ts';
import { eventually } from '../../support/eventually.ts';
import { insist } from '../../support/keyed.ts';
import { runSchedule } from '../../support/runSchedule.ts';
import { freshDevice, Player, world } from '../../support/world.ts';
import { wins, wire } from '../events/wireEvents.ts';

/** Players who have left traces wherever a player can, all of them through the public callables. */
export class Lived extends Player {
  readonly email: string;
  readonly refreshToken: string;
  readonly payee = `payee-${randomUUID()}@example.com`;
  /** Every device that the player was on, the newest last. */
  readonly devices: string[] = [];
  referralCode = '';

  private constructor(signedIn: { uid: string; idToken: string; refreshToken: string; email: string }) {
    super(signedIn);
    this.email = signedIn.email;
    this.refreshToken = signedIn.refreshToken;
  }

  static async signUp(): Promise<Lived> {
    const email = `player-${randomUUID()}@example.com`;
    const body = { email, password: randomUUID(), returnSecureToken: true };
    const { localId, idToken, refreshToken } = await askAuth('accounts:signUp', body);
    return new Lived({ uid: localId, idToken, refreshToken, email });
  }

  /** Everything that says who the player is, was or is paid by. */
  get personal(): string[] {
    return [this.email, this.payee, this.address, this.referralCode, ...this.devices];
  }
}

interface Traces {
  readonly deviceHash?: string;
  readonly referralCode?: string;
  readonly payee?: string;
  /** Has only ever been on one device, which is one suspicion less. */
  readonly stays?: boolean;
}

/** Signed up, played, moved to another device, asked for money and took it back. */
export async function livedPlayer(traces: Traces = {}): Promise<Lived> {
  const player = await Lived.signUp();
  const { deviceHash = freshDevice(), referralCode, payee = player.payee } = traces;
  const code = referralCode === undefined ? {} : { referralCode };
  const account = { deviceHash, country: 'NL', appVersion: 'app-7.3.1', ...code };
  player.referralCode = (await insist(player, 'createUser', account)).referralCode;
  await growOlder(player.uid, 2 * DAY_MS);
  const { error } = await player.call('batchEvents', { events: [...wins(3), wire('AD_WATCHED')], deviceHash });
  if (error !== undefined) throw new Error(JSON.stringify(error));
  const moved = traces.stays === true ? deviceHash : freshDevice();
  if (moved !== deviceHash) await insist(player, 'bindDevice', { deviceHash: moved });
  player.devices.push(...new Set([deviceHash, moved]));
  await mayWithdraw(player);
  const paymentDetails = { email: payee };
  const { withdrawalId } = await insist(player, 'requestWithdrawal', {
    ...{ amount: 600, method: 'paypal', paymentDetails, deviceHash: moved },
  });
  await insist(player, 'cancelWithdrawal', { withdrawalId });
  // What the calls could not publish in their patience (a publisher that has just begun) goes out now.
  await runSchedule('sweepOutbox', Date.now() + HOUR_MS);
  await eventually(async () => {
    if ((await documentsBelow(`users/${player.uid}/inbox`)) < 2) throw new Error('the inbox is still empty');
  });
  if ((await documentsBelow(`users/${player.uid}/monthlyStats`)) < 1) throw new Error('the month is still empty');
  return player;
}

/** Coins by an admin's posting; the activity that a withdrawal asks for would take days of play. */
export async function mayWithdraw(player: Player, amount = 2_000): Promise<void> {
  const admin = await world.staff('admin');
  const reason = 'coins for a test';
  await insist(admin, 'adjustBalance', { uid: player.uid, currency: 'coins', amount, reason });
  const { stats } = await player.stored();
  const active = { ...stats, gamesWon: 10, adsWatched: 50 };
  await (await adminFirestore()).doc(`users/${player.uid}`).update({ stats: active });
}

/** What no callable writes yet or only for few: a profile and a seat among the staff. */
export async function furtherTraces({ uid }: Player): Promise<void> {
  const database = await adminFirestore();
  await database.doc(`profiles/${uid}`).set({ uid, displayName: 'somebody' });
  await database.doc(`staff/${uid}`).set({ role: null, permissions: [], revision: 1, appliedRevision: 1 });
}

async function documentsBelow(collection: string): Promise<number> {
  return (await (await adminFirestore()).collection(collection).get()).size;
}

export async function isKnownToAuth({ uid }: Player): Promise<boolean> {
  try {
    await (await adminAuth()).getUser(uid);
    return true;
  } catch {
    return false;
  }
}

/** What Auth answers to somebody who renews a sign-in with a refresh token. */
export async function renew(refreshToken: string): Promise<{ id_token?: string; error?: { message: string } }> {
  const response = await fetch(`http://${authHost}/securetoken.googleapis.com/v1/token?key=emulator`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }),
  });
  return (await response.json()) as { id_token?: string };
}
