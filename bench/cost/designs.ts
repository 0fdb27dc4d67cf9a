import { type Deployed, deployedFunctions } from './deployed.ts';
import type { Measured, Stretch } from './measured.ts';
import type { Design, Part } from './month.ts';
import { type ClassicName, classicDesigns } from './play/classicDesigns.ts';
import { WITHDRAWALS_A_MONTH } from './play/day.ts';
import type { Usage } from './usage.ts';

/** What was measured, as designs that can be reckoned for any number of players. */
export interface Designs {
  readonly typical: Design;
  readonly threeBatches: Design;
  readonly classicWrite: Design;
  readonly classicTransaction: Design;
}

/** What a nightly part of the replay has time for (`BUDGET_MS` of wallet/verifyLedger.ts); the rest waits for the next one. */
const VERIFICATION_MS = 420_000;
/** Pages of a player who has played for a month; each is read by each replay. */
export const PAGES_A_PLAYER = 30;

export async function designsOf(measured: Measured, daysPerMonth: number): Promise<Designs> {
  const common = commonParts(measured, daysPerMonth);
  const functions = await deployedFunctions();
  const ours = { functions, scheduledJobs: functions.filter(({ kind }) => kind === 'schedule').length };
  const stored = (day: Stretch) =>
    measured.storedBytesOfAnAccount +
    (day.storedBytes / day.units) * daysPerMonth +
    (measured.withdrawal.storedBytes / measured.withdrawal.units) * WITHDRAWALS_A_MONTH;
  const design = (name: string, day: Stretch): Design => ({
    ...{ name, ...ours, parts: [daily(name, day, daysPerMonth), ...common] },
    storedBytesAPlayer: stored(day),
  });
  return {
    typical: design('EarnPlay', measured.typicalDay),
    threeBatches: design('EarnPlay, one batch a session', measured.dayInThreeBatches),
    classicWrite: classic(classicDesigns.write, measured.classicWrite, daysPerMonth),
    classicTransaction: classic(classicDesigns.transaction, measured.classicTransaction, daysPerMonth),
  };
}

function daily(name: string, { usage, units }: Stretch, daysPerMonth: number): Part {
  return { name, usage: usage.map(sharedRuns), units, timesAMonth: (players) => players * daysPerMonth };
}

/** A run of the sweep serves everybody, and is among the idle ones; a player adds what it does for their pages. */
function sharedRuns(usage: Usage): Usage {
  const runsByItself = usage.who === 'sweepOutbox';
  return runsByItself ? { ...usage, calls: 0, requestBytes: 0, responseBytes: 0, logBytes: 0 } : usage;
}

/** What comes with any day, however its actions are sent. */
function commonParts(measured: Measured, daysPerMonth: number): Part[] {
  const { withdrawal, dailyReset, moved, verification, idleRuns } = measured;
  const monthly = (players: number) => players * WITHDRAWALS_A_MONTH;
  const idle = idleRuns.map(
    ({ name, runsADay, usage }): Part => ({ name, usage, units: 1, timesAMonth: () => runsADay * daysPerMonth }),
  );
  const { pages, players: verified } = verification;
  return [
    { name: 'withdrawal', usage: withdrawal.usage.map(sharedRuns), units: withdrawal.units, timesAMonth: monthly },
    // Its run itself is among the idle ones; what a player adds is the documents.
    { ...daily('daily reset', dailyReset, daysPerMonth), usage: dailyReset.usage.map(documentsOnly) },
    ...idle,
    // As with the reset.
    { ...daily('ledger verification', moved, daysPerMonth), usage: moved.usage.map(documentsOnly) },
    {
      name: 'ledger replay',
      usage: verification.usage.map((one) => withPages(one, (PAGES_A_PLAYER - pages / verified) * verified)),
      units: verified,
      timesAMonth: (players) => Math.min(players, replayedANight(verification) * daysPerMonth),
    },
  ];
}

function documentsOnly(usage: Usage): Usage {
  return { ...usage, calls: 0, durationMs: 0, cpuMs: 0, requestBytes: 0, responseBytes: 0, logBytes: 0 };
}

/** Each life once a month. One run is one call, whomever it verifies; here only its reads and its time belong to a player. */
function withPages(usage: Usage, more: number): Usage {
  return { ...documentsOnly(usage), operations: { ...usage.operations, reads: usage.operations.reads + more } };
}

/** At the pace of the emulator; later nights go on where this one stopped. */
export function replayedANight({ players, usage }: Measured['verification']): number {
  const durationMs = usage.reduce((sum, one) => sum + one.durationMs, 0);
  return Math.floor(VERIFICATION_MS / (durationMs / players));
}

function classic(name: ClassicName, day: Stretch, daysPerMonth: number): Design {
  const functions: Deployed[] = [{ name, kind: 'callable', memoryGiB: 0.5, schedule: undefined }];
  const { storedBytes, units } = day;
  const storedBytesAPlayer = (storedBytes / units) * daysPerMonth;
  return { name, functions, parts: [daily(name, day, daysPerMonth)], storedBytesAPlayer, scheduledJobs: 0 };
}
