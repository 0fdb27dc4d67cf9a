import { callableKind } from '../core/callableKind.ts';
import type { Kind } from '../core/operation.ts';
import { answered, refused } from '../oracle/state.ts';

/** Roles: the wish is decided here; that Auth follows it is checked when the world has come to rest. */
export const kinds: readonly Kind[] = [
  callableKind({
    name: 'setRole',
    weight: 2,
    access: 'admin',
    keyed: true,
    draw(scene, random) {
      const uid = random.pick([...scene.admins, ...scene.helpers]);
      const role = random.pick(['admin', 'support', 'staff', null]);
      const permissions = role === null || random.chance(0.5) ? [] : ['loyalty:award'];
      const about = { role, permissions, idempotencyKey: scene.nextName() };
      if (random.chance(0.05)) return { uid, data: { uid: `nobody-${scene.nextName()}`, ...about } };
      return { uid, data: { uid: random.pick(scene.helpers), ...about } };
    },
    decide({ oracle, uid, data }) {
      if (data.uid === uid) return refused('staff/own-role');
      if (!oracle.claims.has(data.uid)) return refused('staff/unknown-person');
      const { role, permissions } = data;
      oracle.wishes.set(data.uid, { role, permissions });
      return answered({ uid: data.uid, role, permissions });
    },
  }),
];
