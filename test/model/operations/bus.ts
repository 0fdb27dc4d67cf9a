import { callableKind } from '../core/callableKind.ts';
import { drawReference, resolve } from '../core/named.ts';
import type { Kind, Settled } from '../core/operation.ts';
import type { Random } from '../core/random.ts';
import { CONSUMERS } from '../core/topics.ts';
import { demand } from '../core/violation.ts';
import { audit } from '../oracle/audits.ts';
import { consume } from '../oracle/consumers.ts';
import { answered, type Oracle, refused } from '../oracle/state.ts';

const replayDeadLetter = callableKind({
  name: 'replayDeadLetter',
  weight: 2,
  access: 'admin',
  mayStop: true,
  keyed: true,
  draw(scene, random) {
    const uid = random.pick([...scene.admins, ...scene.helpers]);
    return { uid, data: { letter: drawReference(scene, random), idempotencyKey: scene.nextName() } };
  },
  wire({ letter, ...data }, oracle) {
    const all = [...oracle.letters].map(([id]) => id);
    const fitting = all.filter((id) => oracle.letters.get(id)?.status === 'WAITING');
    return { ...data, letterId: resolve(oracle, letter, { fitting, all }, '0'.repeat(64)) };
  },
  decide({ oracle, uid, sent }) {
    const { letterId } = sent;
    const letter = oracle.letters.get(letterId);
    if (letter === undefined) return refused('bus/unknown-letter');
    Object.assign(letter, { status: 'WAITING', replayOf: letter.deaths });
    audit(oracle, { actor: uid, action: 'replayDeadLetter', subject: `deadLetters/${letterId}` });
    return answered({ letterId, status: 'REPLAYED' });
  },
});

/** What travels between domains: delivered twice, late, out of order or poisoned; what dies is sent again by an admin. */
export const kinds: readonly Kind[] = [
  {
    name: 'consume',
    weight: 26,
    isJob: true,
    draw: (_scene, random) => {
      const undelivered = random.chance(0.06);
      // One consumer of the message cannot commit, which is what Pub/Sub gives up for.
      const unlucky = random.chance(undelivered ? 0.6 : 0.1) ? random.pick(EVERYBODY) : undefined;
      const early = undelivered && random.chance(0.3) ? random.next() : undefined;
      const lost = random.chance(0.1);
      return { chance: random.next(), again: random.chance(0.15), lost, undelivered, unlucky, early };
    },
    run: (system, operation) => system.deliver(operation),
    settle: consume,
  },
  {
    name: 'poison',
    weight: 1,
    draw: (scene, random) => ({ topic: random.pick(TOPICS), raw: drawPoison(scene.nextName(), scene.nowMs, random) }),
    run: async (system, { params }) => system.inject(params.topic, params.raw),
  },
  {
    ...replayDeadLetter,
    settle(oracle, settled) {
      markSent(oracle, settled);
      return replayDeadLetter.settle?.(oracle, settled);
    },
  },
];

/** A letter waits until it was sent again, since it died last and because somebody asked for it. */
function markSent(oracle: Oracle, { writes }: Settled): void {
  for (const { path, after } of writes) {
    const letter = oracle.letters.get(path.slice('deadLetters/'.length));
    if (letter === undefined || after?.status !== 'REPLAYED') continue;
    demand(letter.sent && letter.replayOf === letter.deaths, () => `${path} counts as sent again, and was not`);
    letter.status = 'REPLAYED';
  }
}

const TOPICS = Object.keys(CONSUMERS);
const EVERYBODY = Object.values(CONSUMERS).flat();

/** Nothing that any version of any sender would have said. */
function drawPoison(name: string, nowMs: number, random: Random): unknown {
  const envelope = { eventId: name, version: 1, occurredAt: nowMs, correlationId: name, uid: 'nobody' };
  return random.pick([
    `not even JSON of an object, ${name}`,
    { ...envelope, type: 'referral.claimed', data: { referrerUid: 'nobody', reward: -5 } },
    { ...envelope, type: 'withdrawal.updated', version: 7, data: {} },
    { ...envelope, type: 'withdrawal.updated', data: { withdrawalId: 'x', status: 'LOST', amount: 1, previous: null } },
    { ...envelope, type: 'something.else', data: {} },
  ]);
}
