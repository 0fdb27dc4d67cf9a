import type { Progress } from '../progress.ts';
import type { Cell, Claim, Report, Table } from '../report.ts';
import { Stage } from '../stage.ts';
import { percentile } from '../statistics.ts';
import { type CallSample, PHASES } from './calls.ts';
import { type LoadOutcome, runLoad } from './runLoad.ts';

const SETTINGS = { players: 200, playMs: 75_000 };
const SHOWN_VIOLATIONS = 5;

/** Ten minutes of play of many players at once, while Redis is killed and comes back. */
export async function measureLoad(progress: Progress): Promise<Report> {
  const stage = await Stage.open();
  try {
    const outcome = await runLoad(stage, SETTINGS, progress);
    for (const violation of outcome.violations) progress(`violated: ${violation}`);
    return { benchmark: 'load', tables: [latencies(outcome), refusals(outcome)], claims: [claim(outcome)] };
  } finally {
    await stage.close();
  }
}

function latencies({ samples, durationMs, events }: LoadOutcome): Table {
  const names = [...new Set(samples.map(({ name }) => name))].sort();
  const rows = names.flatMap((name) =>
    PHASES.map((phase): Cell[] => {
      const its = samples.filter((one) => one.name === name && one.phase === phase);
      const times = its.map((one) => one.durationMs);
      const cells = times.length === 0 ? ['', ''] : [percentile(times, 0.5), percentile(times, 0.95)];
      return [name, phase, its.length, ...cells, its.filter(({ refusal }) => refusal !== null).length];
    }),
  );
  const seconds = durationMs / 1_000;
  const note = `${SETTINGS.players} players play ten minutes (${events} events) in ${seconds.toFixed(0)} s against two instances that share a Redis: ${(samples.length / seconds).toFixed(0)} calls a second, ${(events / seconds).toFixed(0)} events a second. Batches go through the client’s own queue; batches, claims and withdrawals are sent twice on purpose. Redis is killed (SIGKILL) after a third of the time and comes back, empty, after two thirds. Relay and consumers carry on meanwhile, and all of it shares one machine with the emulators.`;
  const columns = ['call', 'Redis', 'calls', 'p50 ms', 'p95 ms', 'refused'];
  return { title: 'Load, with Redis killed and restarted', note, columns, rows };
}

function refusals({ samples }: LoadOutcome): Table {
  const counts = new Map<string, CallSample[]>();
  for (const sample of samples) {
    if (sample.refusal === null) continue;
    const key = `${sample.name}|${sample.refusal}`;
    counts.set(key, [...(counts.get(key) ?? []), sample]);
  }
  const rows = [...counts].sort().map(([key, its]): Cell[] => {
    const byPhase = PHASES.map((phase) => its.filter((one) => one.phase === phase).length);
    return [...key.split('|'), ...byPhase];
  });
  const columns = ['call', 'code', ...PHASES];
  return { title: 'Refusals by code', note: 'All of them are in the catalogue.', columns, rows };
}

function claim({ violations, redisWarnings, samples }: LoadOutcome): Claim {
  const all = redisWarnings > 0 ? violations : [...violations, 'nobody noticed that Redis was away'];
  const measured =
    all.length === 0
      ? `${samples.length} calls, no violation`
      : `${all.length} violations, such as ${all.slice(0, SHOWN_VIOLATIONS).join('; ')}`;
  return {
    claim:
      'no coin is lost or doubled, no error is unhandled and no refusal uncatalogued while Redis is killed and restarted',
    measured,
    holds: all.length === 0,
  };
}
