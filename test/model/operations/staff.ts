import { applyRoles } from '../../../functions/src/staff/applyRoles.ts';
import { demandRole } from '../checks/roles.ts';
import { callableKind } from '../core/callableKind.ts';
import type { Ended, Kind } from '../core/operation.ts';
import { audit } from '../oracle/audits.ts';
import { answered, type Oracle, refused } from '../oracle/state.ts';

/** Roles: the wish is decided here; that Auth follows it is checked when the world has come to rest. */
export const kinds: readonly Kind[] = [
  callableKind({
    name: 'setRole',
    weight: 12,
    access: 'admin',
    keyed: true,
    diesLate: true,
    draw(scene, random) {
      const uid = random.pick([...scene.admins, ...scene.admins, ...scene.helpers]);
      const role = random.pick(['admin', 'support', 'staff', null]);
      const permissions = role === null || random.chance(0.5) ? [] : ['loyalty:award'];
      const about = { role, permissions, idempotencyKey: scene.nextName() };
      if (random.chance(0.05)) return { uid, data: { uid: `nobody-${scene.nextName()}`, ...about } };
      return { uid, data: { uid: random.chance(0.7) ? scene.helpers[0] : random.pick(scene.helpers), ...about } };
    },
    decide({ oracle, uid, data }) {
      if (data.uid === uid) return refused('staff/own-role');
      if (!oracle.claims.has(data.uid)) return refused('staff/unknown-person');
      const { role, permissions } = data;
      oracle.wishes.set(data.uid, { role, permissions });
      audit(oracle, { actor: uid, action: 'setRole', subject: `staff/${data.uid}` });
      return answered({ uid: data.uid, role, permissions });
    },
    groupEnded: checkClaims,
  }),
  {
    name: 'applyRoles',
    weight: 0.6,
    draw: () => ({}),
    run: async (system, { group }) => {
      system.oracle.rolesAppliedIn = group;
      const { failed } = await applyRoles();
      if (failed > 0) throw new Error(`${failed} roles were not applied`);
    },
  },
];

/** Once everybody who changed a person's role was told so, Auth says what was wished for last. */
function checkClaims(oracle: Oracle, group: readonly Ended[], stored: (path: string) => any): void {
  // A run of the schedule that died in the middle may have told Auth of an older wish; the next one mends that.
  if (group.some(({ operation }) => operation.group === oracle.rolesAppliedIn)) return;
  for (const uid of new Set(group.map(({ operation }) => operation.params.data.uid))) {
    const answers = group.filter(({ operation }) => operation.params.data.uid === uid).map(({ answer }) => answer);
    if (!oracle.wishes.has(uid) || !answers.every((answer) => answer?.ok)) continue;
    demandRole(oracle, uid, stored(`staff/${uid}`));
  }
}
