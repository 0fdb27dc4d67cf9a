import { STAFF_WORDS } from '../checks/unnamed.ts';
import { callableKind } from '../core/callableKind.ts';
import type { Kind } from '../core/operation.ts';

import { audit } from '../oracle/audits.ts';
import { mayNotMove, moveDevice } from '../oracle/devices.ts';
import { mayNotAct } from '../oracle/standing.ts';
import { answered, refused } from '../oracle/state.ts';
import { areOnePersons } from '../oracle/twoPeople.ts';

export const kinds: readonly Kind[] = [
  callableKind({
    name: 'bindDevice',
    weight: 6,
    access: 'player',
    keyed: true,
    draw(scene, random) {
      const uid = random.pick(scene.players);
      const deviceHash = random.chance(0.03) ? 'not a hash' : random.pick(scene.devices);
      const data = { deviceHash, idempotencyKey: scene.nextName() };
      return { uid, data, invalid: deviceHash === 'not a hash' };
    },
    decide({ oracle, uid, data, nowMs, rules, signedInAtMs }) {
      const account = oracle.accounts.get(uid);
      const reason = mayNotAct(account, nowMs, signedInAtMs);
      if (reason !== undefined || account === undefined) return refused(reason ?? '');
      const { deviceHash } = data;
      const holder = oracle.devices.get(deviceHash) ?? null;
      const refusal = mayNotMove(oracle, account, holder, { deviceHash, nowMs, rules });
      if (refusal !== undefined) return refusal;
      if (account.device === deviceHash) return answered({ deviceHash });
      moveDevice(oracle, account, { deviceHash, nowMs, rules });
      return answered({ deviceHash, boundAt: nowMs });
    },
  }),
  callableKind({
    name: 'freeDevice',
    weight: 1,
    access: 'support',
    keyed: true,
    draw(scene, random) {
      const device = random.pick(scene.devices);
      const data = { deviceHash: device, reason: STAFF_WORDS.decision, idempotencyKey: scene.nextName() };
      return { uid: scene.staff(random), data };
    },
    decide({ oracle, uid: staff, data: { deviceHash } }) {
      const heldBy = oracle.devices.get(deviceHash) ?? null;
      const isOwn = oracle.deviceHolders.get(deviceHash)?.includes(staff) === true;
      if (isOwn || (heldBy !== null && areOnePersons(oracle, staff, heldBy))) return refused('staff/own-benefit');
      const holder = heldBy === null ? undefined : oracle.accounts.get(heldBy);
      if (heldBy !== null) oracle.devices.set(deviceHash, null);
      if (holder !== undefined && holder.device === deviceHash) holder.device = null;
      oracle.bannedDevices.delete(deviceHash);
      audit(oracle, {
        actor: staff,
        action: 'freeDevice',
        subject: heldBy === null ? `devices/${deviceHash}` : `users/${heldBy}`,
      });
      return answered({ deviceHash, heldBy });
    },
  }),
];
