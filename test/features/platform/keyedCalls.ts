import { adminAuth, adminFirestore } from '../../../functions/src/platform/firebase.ts';
import { insist } from '../../support/keyed.ts';
import { freshDevice, type Player, world } from '../../support/world.ts';
import { harmlessConfig, storedEconomy } from '../economy/economies.ts';

/**
 * One example of each keyed callable, for guarantees that hold for all of them: who may call it, a valid request, another
 * valid request, one that a business rule refuses until it is mended, and what of the store the request changes.
 */
export type Input = Readonly<Record<string, unknown>>;

export interface Spoiled {
  /** The code that the request is refused with. */
  readonly code: string;
  /** The request, where it is not the example's own. */
  readonly input?: Input;
  /** Makes the very same request valid. */
  readonly mend: () => Promise<unknown>;
}

export interface Example {
  readonly name: string;
  readonly caller: Player;
  /** Somebody signed in who is not allowed to call it; undefined where every player may. */
  readonly stranger?: Player;
  readonly input: Input;
  readonly other: Input;
  readonly spoil: () => Promise<Spoiled>;
  /** All that the request may change, as text. */
  readonly state: () => Promise<string>;
}

async function read(paths: readonly string[]): Promise<string> {
  const database = await adminFirestore();
  const snapshots = await Promise.all(paths.map((path) => database.doc(path).get()));
  return JSON.stringify(snapshots.map((snapshot) => snapshot.data() ?? null));
}

async function holdDevice(deviceHash: string) {
  const device = (await adminFirestore()).doc(`devices/${deviceHash}`);
  await device.set({ uid: 'somebody', boundAt: new Date(), history: [] });
  return { code: 'devices/already-bound', mend: () => device.delete() };
}

async function createUser(): Promise<Example> {
  const caller = await world.visitor();
  const { deviceHash } = caller;
  return {
    name: 'createUser',
    caller,
    input: { deviceHash, country: 'DE' },
    other: { deviceHash, country: 'FR' },
    spoil: () => holdDevice(deviceHash),
    state: () => read([`users/${caller.uid}`, `devices/${deviceHash}`]),
  };
}

async function bindDevice(): Promise<Example> {
  const caller = await world.player();
  const deviceHash = freshDevice();
  return {
    name: 'bindDevice',
    caller,
    input: { deviceHash },
    other: { deviceHash: freshDevice() },
    spoil: () => holdDevice(deviceHash),
    state: () => read([`users/${caller.uid}`, `devices/${deviceHash}`, `devices/${caller.deviceHash}`]),
  };
}

async function adjustBalance(): Promise<Example> {
  const [caller, stranger, player] = await Promise.all([world.staff('admin'), world.staff('support'), world.player()]);
  const account = (await adminFirestore()).doc(`users/${player.uid}`);
  const input = { uid: player.uid, currency: 'coins', amount: -5, reason: 'a correction by hand' };
  const adjust = { uid: player.uid, currency: 'coins', amount: 50, reason: 'something to take from' };
  await insist(caller, 'adjustBalance', adjust);
  return {
    name: 'adjustBalance',
    caller,
    stranger,
    input,
    other: { ...input, amount: -6 },
    spoil: async () => {
      const before = await account.get();
      await account.delete();
      return { code: 'users/not-found', mend: () => account.set(before.data() ?? {}) };
    },
    state: async () => JSON.stringify(await player.ledger()),
  };
}

async function setRole(): Promise<Example> {
  const [caller, stranger, person] = await Promise.all([world.staff('admin'), world.player(), world.visitor()]);
  const input = { uid: person.uid, role: 'support', permissions: ['loyalty:award'] };
  return {
    name: 'setRole',
    caller,
    stranger,
    input,
    other: { ...input, role: 'staff' },
    spoil: async () => {
      const auth = await adminAuth();
      await auth.deleteUser(person.uid);
      return { code: 'staff/unknown-person', mend: () => auth.createUser({ uid: person.uid }) };
    },
    state: () => read([`staff/${person.uid}`]),
  };
}

/** Changes nothing that any other test could notice. */
async function setEconomyConfig(): Promise<Example> {
  const [caller, stranger] = await Promise.all([world.staff('admin'), world.staff('support')]);
  const [input, other] = [{ config: await harmlessConfig(1) }, { config: await harmlessConfig(2) }];
  return {
    name: 'setEconomyConfig',
    caller,
    stranger,
    input,
    other,
    /** Expects the version that another request is about to make. */
    spoil: async () => {
      const expectedVersion = (await storedEconomy()).version + 1;
      const mend = () => insist(caller, 'setEconomyConfig', other);
      return { code: 'economy/version-conflict', input: { ...input, expectedVersion }, mend };
    },
    state: async () => read(['config/economy', 'config/public']),
  };
}

export const examples: Readonly<Record<string, () => Promise<Example>>> = {
  createUser,
  bindDevice,
  adjustBalance,
  setRole,
  setEconomyConfig,
};
