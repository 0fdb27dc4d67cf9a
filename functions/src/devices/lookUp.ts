import type { Tx } from '../platform/storage/transaction.ts';
import { heldDevices } from './heldDevices.ts';
import { bindingDoc, deviceDoc } from './store.ts';

/** Who holds a device, and then who held it before, the newest first: at most `most` of them. */
export async function peopleOnDevice(tx: Tx, deviceHash: string, most: number): Promise<string[]> {
  const device = await tx.get(deviceDoc(deviceHash));
  if (device === undefined) return [];
  const { uid: holder, history } = device;
  const before = history.map(({ uid }) => uid).reverse();
  return [...new Set([...(holder === null ? [] : [holder]), ...before])].slice(0, most);
}

export interface KnownDevice {
  readonly deviceHash: string;
  /** Whether the account is on it now. */
  readonly isCurrent: boolean;
  /** When the account came to it last, epoch milliseconds; null where the device has forgotten. */
  readonly boundAt: number | null;
  /** Who else is or was on it, the newest first. */
  readonly others: string[];
}

/** The devices that an account is or was on, the newest first, each with whom it shares them: at most `most` of each. */
export async function devicesOf(tx: Tx, uid: string, most: number): Promise<KnownDevice[]> {
  const binding = await tx.get(bindingDoc(uid));
  if (binding === undefined) return [];
  const hashes = heldDevices(binding).slice(-most).reverse();
  await tx.load(hashes.map(deviceDoc));
  const known: KnownDevice[] = [];
  for (const deviceHash of hashes) {
    const history = (await tx.get(deviceDoc(deviceHash)))?.history ?? [];
    const people = await peopleOnDevice(tx, deviceHash, most + 1);
    known.push({
      deviceHash,
      isCurrent: binding.deviceHash === deviceHash,
      boundAt: history.findLast((held) => held.uid === uid)?.boundAtMs ?? null,
      others: people.filter((one) => one !== uid).slice(0, most),
    });
  }
  return known;
}
