import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { monthOfDay, utcDay } from '../../functions/src/kernel/time.ts';
import type { DarkServer } from '../../test/support/darkServer.ts';
import type { Stage } from '../stage.ts';
import type { Gamer } from './gamer.ts';

/** What each player must have in the end, worked out from what was played and never from what was answered. */
export interface Expected {
  readonly gamer: Gamer;
  /** Coins beside those that play earned. */
  readonly given: number;
  readonly held: number;
}

/** What must hold once all is quiet, whatever happened meanwhile; answers every way in which it does not. */
const SETTLED_WITHIN_MS = 90_000;
const LOOK_EVERY_MS = 500;

export async function violationsOf(
  stage: Stage,
  all: readonly Expected[],
  instances: readonly DarkServer[],
): Promise<string[]> {
  const uids = all.map(({ gamer }) => gamer.player.uid);
  const money = await moneyViolations(stage, all);
  const audits: string[] = [];
  for (const uid of uids) audits.push(...(await stage.discrepancies(uid)).map((one) => JSON.stringify(one)));
  return [
    ...money,
    ...audits,
    ...all.flatMap(({ gamer }) => gamer.rejected.map((code) => `an event was rejected: ${code}`)),
    ...[...instances, stage].flatMap(({ logs }) => logs.filter(isError)),
  ];
}

/** A structured error, or a line that is none of ours, which only something unhandled writes. */
function isError(line: string): boolean {
  return line.includes('"severity":"ERROR"') || /^\s*(Uncaught|node:internal|\w*Error\b)/.test(line);
}

/**
 * Each accepted event is credited once, each referral paid once, each withdrawal held once; so all players together
 * have exactly what was paid out for something. Referrers are paid, and months are folded, in the background.
 */
async function moneyViolations(stage: Stage, all: readonly Expected[]): Promise<string[]> {
  const deadlineMs = Date.now() + SETTLED_WITHIN_MS;
  let wrong = await wrongStandings(stage, all);
  while (wrong.length > 0 && Date.now() < deadlineMs) {
    await delay(LOOK_EVERY_MS);
    await stage.carryOn();
    wrong = await wrongStandings(
      stage,
      wrong.map(({ one }) => one),
    );
  }
  return wrong.map(({ one, found, due }) => `${one.gamer.player.uid} has ${found} instead of ${due}`);
}

async function wrongStandings(stage: Stage, all: readonly Expected[]) {
  const standings = await Promise.all(
    all.map(async (one) => {
      const { earned, player } = one.gamer;
      const available = earned + one.given - one.held;
      const due = JSON.stringify({ available, locked: one.held, month: earned, waiting: 0 });
      return { one, due, found: JSON.stringify(await standingOf(stage, player.uid)) };
    }),
  );
  return standings.filter(({ due, found }) => due !== found);
}

const coins = z.object({ available: z.number(), locked: z.number() });
const account = z.object({ balances: z.object({ coins }) });

async function standingOf(stage: Stage, uid: string) {
  const month = monthOfDay(utcDay(Date.now()));
  const [stored, stats, pages] = await Promise.all([
    stage.read(`users/${uid}`),
    stage.read(`users/${uid}/monthlyStats/${month}`),
    stage.list(`users/${uid}/days`),
  ]);
  const { available, locked } = account.parse(stored).balances.coins;
  const waiting = pages.filter(({ outboxSince }) => outboxSince !== null && outboxSince !== undefined).length;
  return { available, locked, month: stats?.coinsEarned, waiting };
}
