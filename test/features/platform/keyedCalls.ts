import { randomBytes } from 'node:crypto';
import { adminAuth, adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { insist } from '../../support/keyed.ts';
import { freshDevice, freshKey, type Player, world } from '../../support/world.ts';
import { harmlessConfig, storedEconomy } from '../economy/economies.ts';
import { type Example, read, spoilFields } from './keyedExample.ts';
import { moneyExamples } from './keyedMoney.ts';

/**
 * One example of each keyed callable, for guarantees that hold for all of them: who may call it, a valid request, another
 * valid request, one that a business rule refuses until it is mended, and what of the store the request changes.
 */
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

async function adoptGuest(): Promise<Example> {
  const [caller, guest, second] = await Promise.all([world.player(), world.player(), world.player()]);
  const inputOf = ({ idToken, deviceHash }: Player) => ({ guestToken: idToken, deviceHash });
  const path = `users/${guest.uid}`;
  return {
    name: 'adoptGuest',
    caller,
    input: inputOf(guest),
    other: inputOf(second),
    spoil: () => spoilFields(path, 'guests/not-active', { status: 'frozen' }),
    state: () => read([`users/${caller.uid}`, path, `devices/${caller.deviceHash}`, `devices/${guest.deviceHash}`]),
  };
}

async function freeDevice(): Promise<Example> {
  const [caller, stranger, player] = await Promise.all([world.staff('support'), world.player(), world.player()]);
  const { uid, deviceHash } = player;
  const input = { deviceHash, reason: 'the sign-in is lost' };
  const history = (holder: string) => [{ uid: holder, boundAtMs: Date.now() }];
  return {
    name: 'freeDevice',
    caller,
    stranger,
    about: player,
    input,
    other: { ...input, deviceHash: freshDevice() },
    spoil: () => spoilFields(`devices/${deviceHash}`, 'staff/own-benefit', { history: history(caller.uid) }),
    state: () => read([`users/${uid}`, `devices/${deviceHash}`]),
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
    about: player,
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

async function deleteAccount(): Promise<Example> {
  const caller = await world.player();
  const path = `users/${caller.uid}`;
  const { balances } = await caller.stored();
  const coins = { available: 0, locked: 5 };
  return {
    name: 'deleteAccount',
    caller,
    input: { confirm: 'DELETE' },
    spoil: () => spoilFields(path, 'users/money-on-its-way', { balances: { ...balances, coins } }),
    state: () => read([path, `devices/${caller.deviceHash}`]),
  };
}

async function signOutEverywhere(): Promise<Example> {
  const caller = await world.player();
  const path = `users/${caller.uid}`;
  return {
    name: 'signOutEverywhere',
    caller,
    input: {},
    spoil: () => spoilFields(path, 'users/frozen', { status: 'frozen' }),
    state: () => read([path]),
  };
}

/** A letter to a consumer that does not exist, so that its replay disturbs nobody. */
async function replayDeadLetter(): Promise<Example> {
  const [caller, stranger] = await Promise.all([world.staff('admin'), world.staff('support')]);
  const letterId = randomBytes(32).toString('hex');
  const document = (await adminFirestore()).doc(`deadLetters/${letterId}`);
  const about = { consumer: 'noSuchConsumer', topic: 'withdrawal.updated', message: '{}', reason: 'a test' };
  const letter = { ...about, status: 'WAITING', buriedAt: new Date(), deaths: 1 };
  await document.create(letter);
  return {
    name: 'replayDeadLetter',
    caller,
    stranger,
    input: { letterId },
    other: { letterId: '0'.repeat(64) },
    spoil: async () => {
      await document.delete();
      return { code: 'bus/unknown-letter', mend: () => document.set(letter) };
    },
    state: () => read([document.path]),
  };
}

/** Letters of a consumer of its own, so that nobody else's are sent again. */
async function replayDeadLetters(): Promise<Example> {
  const [caller, stranger] = await Promise.all([world.staff('admin'), world.staff('support')]);
  const consumer = `noSuchConsumer-${freshKey()}`;
  const database = await adminFirestore();
  const documents = [1, 2].map(() => database.doc(`deadLetters/${randomBytes(32).toString('hex')}`));
  const about = { consumer, topic: 'withdrawal.updated', message: '{}', reason: 'a test' };
  const letter = { ...about, status: 'WAITING', buriedAt: new Date(), deaths: 1 };
  await Promise.all(documents.map((document) => document.create(letter)));
  return {
    name: 'replayDeadLetters',
    caller,
    stranger,
    input: { consumer, limit: 100 },
    other: { consumer: 'another', limit: 1 },
    // Nothing about the letters refuses it; that the caller is no admin any more does.
    spoil: async () => {
      const auth = await adminAuth();
      await auth.setCustomUserClaims(caller.uid, {});
      const claims = { role: 'admin', permissions: [] };
      return { code: 'platform/role-required', mend: () => auth.setCustomUserClaims(caller.uid, claims) };
    },
    state: () => read(documents.map(({ path }) => path)),
  };
}

export const examples: Readonly<Record<string, () => Promise<Example>>> = {
  createUser,
  bindDevice,
  adoptGuest,
  freeDevice,
  ...moneyExamples,
  adjustBalance,
  setRole,
  setEconomyConfig,
  deleteAccount,
  signOutEverywhere,
  replayDeadLetter,
  replayDeadLetters,
};
