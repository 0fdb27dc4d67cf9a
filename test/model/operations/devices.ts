import { callableKind } from '../core/callableKind.ts';
import type { Kind } from '../core/operation.ts';
import { holdDevice } from '../oracle/devices.ts';
import { mayNotAct } from '../oracle/standing.ts';
import { answered, refused } from '../oracle/state.ts';

const DAY = 86_400_000;

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
      const reason = mayNotAct(account, signedInAtMs);
      if (reason !== undefined || account === undefined) return refused(reason ?? '');
      const { deviceHash } = data;
      const holder = oracle.devices.get(deviceHash) ?? null;
      if (holder !== null && holder !== uid) return refused('devices/already-bound');
      if (account.device === deviceHash) return answered({ deviceHash });
      const recent = account.moves.filter((at) => at > nowMs - rules.devices.changeWindowDays * DAY);
      if (recent.length >= rules.devices.maxChanges) return refused('devices/too-many-changes');
      if (account.device !== null) oracle.devices.set(account.device, null);
      holdDevice(oracle, account, deviceHash);
      account.moves = [...recent, nowMs];
      return answered({ deviceHash, boundAt: nowMs });
    },
  }),
];
