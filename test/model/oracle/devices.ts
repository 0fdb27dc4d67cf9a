import type { Account, Oracle } from './state.ts';

/** So many holders a device remembers. */
const HOLDERS = 50;

export function holdDevice(oracle: Oracle, account: Account, deviceHash: string): void {
  const { uid } = account;
  oracle.devices.set(deviceHash, uid);
  oracle.deviceHolders.set(deviceHash, [...(oracle.deviceHolders.get(deviceHash) ?? []), uid].slice(-HOLDERS));
  account.devices = [...account.devices.filter((one) => one !== deviceHash), deviceHash];
  account.device = deviceHash;
}

/** A request that names the device that its sender is bound to, without knowing which one that is. */
export function boundDevice(data: any, oracle: Oracle, { uid }: { readonly uid: string }): any {
  if (data.deviceHash !== 'bound') return data;
  return { ...data, deviceHash: oracle.accounts.get(uid)?.device ?? '0'.repeat(64) };
}
