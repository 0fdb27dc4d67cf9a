import type { AccountPart } from '../platform/manifest/account.ts';
import { standingOf } from '../users/account.ts';
import { bindFirstDevice, haveSharedDevice, leaveDevices } from './bindDevice.ts';
import { forgetHolder } from './forgetHolder.ts';
import { devicesOfAccount, ownDevice } from './heldDevices.ts';

/** An account is bound to a device from its first moment, and leaves all that it was on when it ends. */
export const account: AccountPart = {
  stage: 'identity',
  async open(tx, { uid, nowMs }, { deviceHash }) {
    await bindFirstDevice(tx, uid, deviceHash, nowMs);
    return;
  },
  async close(tx, { uid, nowMs }) {
    const isBanned = (await standingOf(tx, uid, nowMs)) === 'banned';
    return { devices: await leaveDevices(tx, uid, { nowMs, isBanned }) };
  },
  isSamePerson: haveSharedDevice,
  own: {
    async *documents(snapshot, uid, stored, after) {
      const hashes = devicesOfAccount(uid, stored);
      const rest = after === null ? hashes : hashes.slice(hashes.indexOf(after) + 1);
      for (const hash of rest) {
        const path = `devices/${hash}`;
        const data = await snapshot.get(path);
        if (data !== undefined) yield { id: hash, path, data: ownDevice(hash, data, uid) };
      }
    },
    async erase({ uid, devices }) {
      for (const hash of devices) await forgetHolder(hash, uid);
    },
  },
};
