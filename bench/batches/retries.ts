import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { GameEvent } from '../../functions/src/events/contract.ts';
import { eventually } from '../../test/support/eventually.ts';
import type { Progress } from '../progress.ts';
import type { Cell, Claim, Report } from '../report.ts';
import type { Design } from './design.ts';
import { designs, ours, suiteRedis } from './designs.ts';
import type { Death, DyingSend } from './dyingSender.ts';
import { playedYesterday, worth } from './workload.ts';

type Part = Pick<Report, 'tables' | 'claims'>;

/** Clients send again until they are answered; each scenario ends with such a repetition of the very same events. */
interface Scenario {
  readonly name: string;
  firstTry(design: Design, uid: string, events: readonly GameEvent[]): Promise<void>;
}

const SIZE = 50;
const ANSWERED_WITHIN_MS = 120_000;

const scenarios: readonly Scenario[] = [
  {
    name: 'sent twice',
    async firstTry(design, uid, events) {
      await design.send(uid, events);
    },
  },
  {
    name: 'answered, Redis flushed, sent again',
    async firstTry(design, uid, events) {
      await design.send(uid, events);
      await suiteRedis().flushall();
    },
  },
  {
    name: 'killed before a commit, sent again',
    firstTry: (design, uid, events) => sendAndDie(design, uid, events, 'before-commit'),
  },
  {
    name: 'killed after a commit, sent again',
    firstTry: (design, uid, events) => sendAndDie(design, uid, events, 'after-commit'),
  },
  {
    name: 'killed after a commit, Redis flushed, sent again',
    async firstTry(design, uid, events) {
      await sendAndDie(design, uid, events, 'after-commit');
      await suiteRedis().flushall();
    },
  },
];

export async function measureRetries(progress: Progress): Promise<Part> {
  const rows: Cell[][] = [];
  let wrong = 0;
  for (const { name, firstTry } of scenarios) {
    for (const design of designs) {
      const uid = await design.newPlayer();
      const events = playedYesterday(SIZE);
      await firstTry(design, uid, events);
      await sendUntilAnswered(design, uid, events);
      const credited = await design.coins(uid);
      const due = worth(events);
      if (design === ours && credited !== due) wrong += 1;
      rows.push([name, design.name, due, credited, verdict(credited - due)]);
    }
    progress(name);
  }
  const note = `Each player plays ${SIZE} events once. The killed process ends by SIGKILL at a commit: the first one, or half-way through where there is one per event.`;
  const columns = ['what happens', 'design', 'coins due', 'credited', 'verdict'];
  const claim: Claim = {
    claim: 'EarnPlay credits every event exactly once, whatever happens between retries',
    measured: `${scenarios.length - wrong} of ${scenarios.length} scenarios exact`,
    holds: wrong === 0,
  };
  return { tables: [{ title: 'Retries when something breaks', note, columns, rows }], claims: [claim] };
}

/** As a client does: a killed process leaves locks behind, and while they last a transaction may be told to come back. */
async function sendUntilAnswered(design: Design, uid: string, events: readonly GameEvent[]): Promise<void> {
  await eventually(() => design.send(uid, events), ANSWERED_WITHIN_MS);
}

function verdict(difference: number): string {
  if (difference === 0) return 'exact';
  return difference > 0 ? `${difference} too many` : `${-difference} lost`;
}

/** Sends the events from a process of its own, which is killed on the way. */
async function sendAndDie(design: Design, uid: string, events: readonly GameEvent[], death: Death): Promise<void> {
  const order: DyingSend = { designName: design.name, uid, events, death };
  const child = fork(join(import.meta.dirname, 'dyingSender.ts'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit');
  child.send({ ...order });
  const [code, signal]: unknown[] = await ended;
  if (signal !== 'SIGKILL') throw new Error(`${design.name} survived ${death} with status ${String(code)}`);
}
