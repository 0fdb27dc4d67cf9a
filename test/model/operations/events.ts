import { callableKind, type Deciding } from '../core/callableKind.ts';
import { drawEvents } from '../core/drawEvents.ts';
import type { Kind, Settled } from '../core/operation.ts';
import { remember } from '../core/scene.ts';
import { dayText } from '../oracle/calendar.ts';
import { creditDay, type Judged, judgeBatch } from '../oracle/events.ts';
import { balancesOf } from '../oracle/ledger.ts';
import { visit } from '../oracle/places.ts';
import { mayNotAct } from '../oracle/standing.ts';
import { type Account, answered, refused } from '../oracle/state.ts';

export const kinds: readonly Kind[] = [
  callableKind({
    name: 'batchEvents',
    weight: 48,
    access: 'player',
    keyed: false,
    feature: { name: 'events', state: (rules) => rules.eventsOn },
    draw(scene, random) {
      const uid = random.pick(scene.players);
      const known = scene.events.get(uid) ?? [];
      const events = drawEvents(scene, known, random);
      for (const event of events) if (event.broken === undefined) remember(scene.events, uid, event);
      const deviceHash = random.chance(0.3) ? { deviceHash: random.pick(scene.devices) } : {};
      if (random.chance(0.01)) return { uid, data: { events: [], ...deviceHash }, invalid: true };
      return { uid, data: { events, ...deviceHash } };
    },
    decide(deciding) {
      const { oracle, uid, data } = deciding;
      const account = oracle.accounts.get(uid);
      const reason = mayNotAct(account, deciding.nowMs, deciding.signedInAtMs);
      if (reason !== undefined || account === undefined) return refused(reason ?? '');
      const readable = data.events.filter((event: any) => event.broken === undefined);
      const judged = judge(deciding, account, readable);
      return answered(wireAnswer(account, data.events, judged, deciding.nowMs));
    },
  }),
];

function judge(deciding: Deciding, account: Account, events: readonly any[]): Judged {
  const { uid, nowMs, rules, version, settled } = deciding;
  const seedOn = (day: number) => seedOf(settled, uid, day);
  const judged = judgeBatch(account, events, { prices: rules.events, nowMs, seedOn, verified: false });
  for (const [day, coins] of [...judged.earned].sort(([left], [right]) => left - right))
    creditDay(account, day, coins, { actor: account.uid, configVersion: version });
  if (judged.earned.size > 0) visit(account, deciding.address, nowMs, rules);
  return judged;
}

/** The seed in force on a day, of those that the player could read before the call. */
function seedOf({ before }: Settled, uid: string, day: number): string {
  const seeds: { fromDay: string; seed: string }[] = before(`users/${uid}`).spinSeeds;
  const holding = seeds.filter(({ fromDay }) => fromDay <= dayText(day)).at(-1) ?? seeds[0];
  return holding?.seed ?? '';
}

function wireAnswer(account: Account, sent: readonly any[], judged: Judged, nowMs: number): any {
  const decided = judged.outcomes.values();
  const results = sent.map((event) => {
    const outcome = event.broken === undefined ? decided.next().value : undefined;
    const told = outcome ?? { status: 'rejected', coins: 0, code: 'events/invalid' };
    const differs =
      event.broken === undefined && event.expectedCoins !== undefined && event.expectedCoins !== told.coins;
    return { ...told, type: event.type, ...(differs ? { expectedCoins: event.expectedCoins } : {}) };
  });
  const of = (status: string) => results.filter((one) => one.status === status);
  return {
    results: results.map(({ type: _type, ...told }) => told),
    processed: of('credited').length,
    duplicates: of('duplicate').length,
    rejected: of('rejected').length,
    deltaCoins: of('credited').reduce((sum, { coins }) => sum + coins, 0),
    balances: balancesOf(account),
    version: account.entries.length,
    serverTime: nowMs,
  };
}
