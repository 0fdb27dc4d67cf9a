import { callableKind } from '../core/callableKind.ts';
import { drawReference, resolve } from '../core/named.ts';
import type { Kind } from '../core/operation.ts';
import { audit } from '../oracle/audits.ts';
import type { Standing, Suspicion } from '../oracle/records.ts';
import { answered, refused } from '../oracle/state.ts';

/** Decisions on entries of the review queue, and what their players may do from then on. */
const STATUSES: Readonly<Record<string, Suspicion['status']>> = {
  clear: 'CLEARED',
  warn: 'WARNED',
  freeze: 'FROZEN',
  ban: 'BANNED',
};

export const kinds: readonly Kind[] = [
  callableKind({
    name: 'reviewFraud',
    weight: 4,
    access: 'support',
    keyed: true,
    draw(scene, random) {
      if (scene.isPair) return;
      const uid = random.pick([...scene.admins, ...scene.admins, ...scene.helpers]);
      const decision = random.pick(['clear', 'clear', 'clear', 'warn', 'warn', 'freeze', 'freeze', 'ban']);
      const data = { log: drawReference(scene, random), decision, idempotencyKey: scene.nextName() };
      if (random.chance(0.03)) return { uid, data: { ...data, reason: 'why' }, invalid: true };
      return { uid, data: { ...data, reason: 'as the facts say' } };
    },
    wire({ log, ...data }, oracle) {
      const all = [...oracle.suspicions.values()];
      const fitting = all.filter(({ status }) => status === 'OPEN' || status === 'FROZEN').map(({ id }) => id);
      return { ...data, logId: resolve(oracle, log, { fitting, all: all.map(({ id }) => id) }, 'nothing') };
    },
    decide({ oracle, uid: staff, sent }) {
      const { decision, logId } = sent;
      const entry = oracle.suspicions.get(logId);
      if (entry === undefined) return refused('fraud/unknown-log');
      if (entry.status !== 'OPEN' && entry.status !== 'FROZEN') return refused('fraud/already-reviewed');
      const { uid } = entry;
      const account = oracle.accounts.get(uid);
      // A sign-up that was refused left nobody to freeze or ban.
      if (account === undefined && (decision === 'freeze' || decision === 'ban')) return refused('users/not-found');
      entry.status = STATUSES[decision] ?? 'OPEN';
      entry.reviewedBy = staff;
      audit(oracle, { actor: staff, action: `reviewFraud:${decision}`, subject: `users/${uid}` });
      if (account === undefined) return answered({ logId, uid, status: entry.status, standing: null });
      const before = account.standing;
      const others = account.frozenBy.filter((one) => one !== logId);
      account.frozenBy = decision === 'freeze' ? [...others, logId] : others;
      account.standing = standingAfter(before, decision, account.frozenBy.length > 0);
      const { standing } = account;
      if (standing === 'banned') oracle.banned.add(uid);
      const isTold = standing !== 'deleted' && (decision === 'warn' || standing !== before);
      const facts = { decision: decision === 'warn' ? 'warned' : standing };
      if (isTold) oracle.dueNotes.push({ uid, kind: 'account', facts });
      return answered({ logId, uid, status: entry.status, standing });
    },
  }),
];

/** A ban is for good, and so is a deletion; a player stays frozen for as long as any entry says so. */
function standingAfter(before: Standing, decision: string, isFrozen: boolean): Standing {
  if (before === 'deleted' || before === 'banned') return before;
  if (decision === 'ban') return 'banned';
  return isFrozen ? 'frozen' : 'active';
}
