import { type Binding, bindingDoc, deviceDoc, MAX_HISTORY } from './store.ts';

/** Every device that an account is or was on, the newest last; at most {@link MAX_HISTORY}. */
export function heldDevices({ deviceHash, earlierDevices }: Omit<Binding, 'deviceChangesMs'>): string[] {
  const current = deviceHash === null ? [] : [deviceHash];
  return [...earlierDevices.filter((hash) => hash !== deviceHash), ...current].slice(-MAX_HISTORY);
}

type Stored = Readonly<Record<string, unknown>>;

/** As {@link heldDevices}, from `users/{uid}` as it is stored. */
export function devicesOfAccount(uid: string, account: Stored): string[] {
  return heldDevices(bindingDoc(uid).fields.parse(account));
}

/** A device as one of those who were on it may know it: when that one was, and not who else. */
export function ownDevice(hash: string, device: Stored, uid: string): Stored {
  const { uid: holder, history } = deviceDoc(hash).fields.parse(device);
  return { isBound: holder === uid, history: history.filter((held) => held.uid === uid) };
}
