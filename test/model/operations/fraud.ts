import { sweepStandings } from '../../../functions/src/fraud/sweepStandings.ts';
import { STAFF_WORDS } from '../checks/unnamed.ts';
import { callableKind } from '../core/callableKind.ts';
import { drawReference, resolve } from '../core/named.ts';
import type { Kind } from '../core/operation.ts';
import type { Random } from '../core/random.ts';
import { audit } from '../oracle/audits.ts';
import type { Suspicion } from '../oracle/records.ts';
import { followStanding, inForce, restand } from '../oracle/standing.ts';
import { type Account, answered, type Oracle, refused } from '../oracle/state.ts';
import { areOnePersons } from '../oracle/twoPeople.ts';

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
    mayStop: true,
    draw(scene, random) {
      if (scene.isPair) return;
      const uid = scene.staff(random);
      const decision = random.pick(['clear', 'clear', 'clear', 'warn', 'warn', 'freeze', 'freeze', 'ban']);
      const data = { log: drawReference(scene, random), decision, idempotencyKey: scene.nextName() };
      if (random.chance(0.03)) return { uid, data: { ...data, reason: 'why' }, invalid: true };
      return { uid, data: { ...data, reason: STAFF_WORDS.decision } };
    },
    wire({ log, ...data }, oracle) {
      const all = [...oracle.suspicions.values()];
      const fitting = all.filter(({ status }) => status === 'OPEN' || status === 'FROZEN').map(({ id }) => id);
      return { ...data, logId: resolve(oracle, log, { fitting, all: all.map(({ id }) => id) }, 'nothing') };
    },
    decide({ oracle, uid: staff, sent, nowMs }) {
      const { decision, logId } = sent;
      const entry = oracle.suspicions.get(logId);
      if (entry === undefined) return refused('fraud/unknown-log');
      const { uid } = entry;
      if (areOnePersons(oracle, staff, uid)) return refused('fraud/own-account');
      if (entry.status !== 'OPEN' && entry.status !== 'FROZEN') return refused('fraud/already-reviewed');
      const account = oracle.accounts.get(uid);
      // A sign-up that was refused left nobody to freeze or ban.
      if (account === undefined && (decision === 'freeze' || decision === 'ban')) return refused('users/not-found');
      entry.status = STATUSES[decision] ?? 'OPEN';
      entry.reviewedBy = staff;
      audit(oracle, { actor: staff, action: `reviewFraud:${decision}`, subject: `users/${uid}` });
      if (account === undefined) return answered({ logId, uid, status: entry.status, standing: null });
      const standing = takeDecision(oracle, account, sent, nowMs);
      return answered({ logId, uid, status: entry.status, standing });
    },
    follows: followStanding,
  }),
  callableKind({
    name: 'setStanding',
    weight: 4,
    access: 'support',
    keyed: true,
    diesLate: true,
    mayStop: true,
    draw(scene, random) {
      if (scene.isPair) return;
      const standing = random.pick(['active', 'active', 'active', 'frozen', 'frozen', 'banned']);
      const until = standing !== 'active' && random.chance(0.6) ? { until: scene.nowMs + drawLength(random) } : {};
      const about = { reason: STAFF_WORDS.decision, idempotencyKey: scene.nextName() };
      const data = { uid: random.pick(scene.players), standing, ...until, ...about };
      if (random.chance(0.03)) return { uid: scene.staff(random), data: { ...data, reason: 'why' }, invalid: true };
      return { uid: scene.staff(random), data };
    },
    decide({ oracle, uid: staff, data, nowMs }) {
      const { uid, standing: wished, until } = data;
      const account = oracle.accounts.get(uid);
      if (account === undefined) return refused('users/not-found');
      if (account.standing === 'deleted') return refused('users/deleted');
      if (areOnePersons(oracle, staff, uid)) return refused('fraud/own-account');
      if (until !== undefined && until <= nowMs) return refused('fraud/until-past');
      if (wished === 'active') account.frozenBy = [];
      account.imposed = wished === 'active' ? null : { standing: wished, untilMs: until ?? null };
      const standing = restand(oracle, account, nowMs);
      audit(oracle, { actor: staff, action: `setStanding:${wished}`, subject: `users/${uid}` });
      return answered({ uid, standing });
    },
    follows: followStanding,
  }),
  {
    name: 'sweepStandings',
    weight: 2,
    isJob: true,
    isLong: true,
    draw: () => ({}),
    run: async (_system, { atMs, skewMs }) => {
      const { failed } = await sweepStandings(atMs + skewMs);
      if (failed > 0) throw new Error(`${failed} standings are stuck`);
    },
    settle: followStanding,
  },
];

/** A ban by an entry is for good, and ends whatever else was imposed. */
function takeDecision(oracle: Oracle, account: Account, sent: any, nowMs: number) {
  if (account.standing === 'deleted') return account.standing;
  const { decision, logId } = sent;
  const others = account.frozenBy.filter((one) => one !== logId);
  account.frozenBy = decision === 'freeze' ? [...others, logId] : others;
  account.imposed = decision === 'ban' ? { standing: 'banned', untilMs: null } : inForce(account, nowMs);
  if (decision === 'warn') oracle.dueNotes.push({ uid: account.uid, kind: 'account', facts: { decision: 'warned' } });
  return restand(oracle, account, nowMs);
}

/** Soon over, or long after; now and then over already. */
function drawLength(random: Random): number {
  return random.pick([-1_000, 60_000, 3_600_000, 40_000_000, 200_000_000]);
}
