import { callableKind } from '../core/callableKind.ts';
import type { Kind } from '../core/operation.ts';
import { openMoney } from '../oracle/ledger.ts';
import { answered, noCounts, refused } from '../oracle/state.ts';

export const kinds: readonly Kind[] = [
  callableKind({
    name: 'createUser',
    weight: 4,
    opens: true,
    access: 'player',
    keyed: true,
    draw(scene, random) {
      const uid = random.pick(scene.players);
      const data = { deviceHash: random.pick(scene.devices), idempotencyKey: scene.nextName() };
      if (random.chance(0.03)) return { uid, data: { ...data, country: 'Utopia' }, invalid: true };
      return { uid, data: random.chance(0.3) ? { ...data, country: 'DE' } : data };
    },
    decide({ oracle, uid, data }) {
      if (oracle.accounts.has(uid)) return refused('users/already-exists');
      const device = data.deviceHash;
      if ((oracle.devices.get(device) ?? null) !== null) return refused('devices/already-bound');
      oracle.devices.set(device, uid);
      oracle.accounts.set(uid, {
        uid,
        device,
        money: openMoney(),
        entries: [],
        moves: [],
        streak: { day: null, length: 0 },
        counts: noCounts(),
        days: new Map(),
      });
      return answered({ uid, balances: openMoney() });
    },
  }),
];
