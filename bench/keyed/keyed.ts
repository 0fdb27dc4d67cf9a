import type { DarkServer } from '../../test/support/darkServer.ts';
import { freshKey } from '../../test/support/world.ts';
import type { Progress } from '../progress.ts';
import type { Claim, Report, Table } from '../report.ts';
import { type Person, Stage } from '../stage.ts';
import { median, percentile } from '../statistics.ts';

/**
 * A keyed call alone, and the slower of two that are sent at once under one key, as a client does that lost its connection.
 * Against one instance that serves all calls, as an instance in the cloud does; alone and in pairs by turns.
 */
const ROUNDS = { verified: 20, transactions: 8 };
type Commits = keyof typeof ROUNDS;
const CLAIMED_RATIO = 3;
const COINS = 2_000;
const AMOUNT = 600;

interface Call {
  readonly name: string;
  /** Somebody who can make it, once. */
  readonly caller: (stage: Stage) => Promise<Person>;
  readonly input: (caller: Person, stage: Stage) => Promise<object>;
}

const CALLS: readonly Call[] = [
  {
    name: 'requestWithdrawal',
    caller: (stage) => stage.earner(COINS),
    input: async ({ uid, deviceHash }) => {
      return { amount: AMOUNT, method: 'paypal', paymentDetails: { email: `${uid}@example.com` }, deviceHash };
    },
  },
  {
    name: 'claimReferral',
    caller: (stage) => stage.player(),
    input: async ({ deviceHash }, stage) => {
      const { referralCode } = await (await stage.player()).stored();
      return { referralCode, deviceHash };
    },
  },
];

interface Found {
  readonly commits: Commits;
  readonly call: string;
  readonly aloneMs: readonly number[];
  readonly loserMs: readonly number[];
}

export async function measureKeyed(progress: Progress): Promise<Report> {
  const stage = await Stage.open();
  const found: Found[] = [];
  try {
    for (const commits of ['verified', 'transactions'] as const) {
      const instance = await stage.startInstance({ COMMITS: commits });
      for (const call of CALLS) {
        found.push(await measure({ stage, instance, commits }, call));
        progress(`${call.name} measured, COMMITS=${commits}`);
      }
      await instance.stop();
    }
  } finally {
    await stage.close();
  }
  return { benchmark: 'keyed', tables: [tableOf(found)], claims: found.flatMap(claimOf) };
}

interface Where {
  readonly stage: Stage;
  readonly instance: DarkServer;
  readonly commits: Commits;
}

async function measure({ stage, instance, commits }: Where, call: Call): Promise<Found> {
  const [aloneMs, loserMs]: [number[], number[]] = [[], []];
  // The first round only warms up.
  for (let round = 0; round <= ROUNDS[commits]; round += 1) {
    for (const times of round % 2 === 0 ? [1, 2] : [2, 1]) {
      const caller = await call.caller(stage);
      const request = { ...(await call.input(caller, stage)), idempotencyKey: freshKey() };
      const timesMs = await Promise.all(
        Array.from({ length: times }, () => timed(caller, call.name, request, instance)),
      );
      if (round > 0) (times === 1 ? aloneMs : loserMs).push(Math.max(...timesMs));
    }
  }
  return { commits, call: call.name, aloneMs, loserMs };
}

async function timed(caller: Person, name: string, request: object, { url }: DarkServer): Promise<number> {
  const startedMs = performance.now();
  const { error } = await caller.call(name, request, { url });
  if (error !== undefined) throw new Error(`${name}: ${JSON.stringify(error)}`);
  return performance.now() - startedMs;
}

function tableOf(found: readonly Found[]): Table {
  const note =
    'Milliseconds from the request to its answer: of one that is sent alone, and of the slower of two that are sent at once under one key, which is answered what the other one was.';
  const columns = ['COMMITS', 'call', 'alone: median', 'p95', 'of two: median', 'p95', 'ratio'];
  const rows = found.map(({ commits, call, aloneMs, loserMs }) => {
    const times = [aloneMs, loserMs].flatMap((all) => [median(all), percentile(all, 0.95)]);
    return [commits, call, ...times, ratioOf({ aloneMs, loserMs })];
  });
  return { title: 'A keyed call and its duplicate', note, columns, rows };
}

function ratioOf({ aloneMs, loserMs }: Pick<Found, 'aloneMs' | 'loserMs'>): number {
  return median(loserMs) / median(aloneMs);
}

/** What is promised holds where commits verify what was read; the fallback is there to be compared with. */
function claimOf(found: Found): readonly Claim[] {
  if (found.commits !== 'verified') return [];
  const ratio = ratioOf(found);
  return [
    {
      claim: `the slower of two ${found.call} under one key takes at most ${CLAIMED_RATIO} times one alone (medians)`,
      measured: `${ratio.toFixed(2)} times`,
      holds: ratio <= CLAIMED_RATIO,
    },
  ];
}
