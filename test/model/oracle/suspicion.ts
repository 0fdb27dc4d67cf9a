import type { Settled } from '../core/operation.ts';
import { demand } from '../core/violation.ts';
import type { Suspicion } from './records.ts';
import type { Oracle } from './state.ts';

/** Points of what is suspicious; what scores nothing is no evidence. */
export type Points = Readonly<Record<string, number>>;

export function evidenceOf(points: Points): Points {
  return Object.fromEntries(Object.entries(points).filter(([, scored]) => scored > 0));
}

export function totalOf(evidence: Points): number {
  let total = 0;
  for (const scored of Object.values(evidence)) total += scored;
  return total;
}

export type Suspected = Omit<Suspicion, 'id' | 'status' | 'reviewedBy' | 'count'>;

const FOLDER = 'fraudLogs/';

/** An entry's name is the system's to choose: it is taken from what was written. */
export function enterSuspicion(oracle: Oracle, { writes }: Pick<Settled, 'writes'>, one: Suspected): undefined {
  const created = writes.find(({ path, before, after }) => {
    const isNew = path.startsWith(FOLDER) && before === undefined && !oracle.suspicions.has(path.slice(FOLDER.length));
    return isNew && after.uid === one.uid && after.kind === one.kind;
  });
  demand(created !== undefined, () => `${one.uid} is suspicious, and nobody is told`);
  const id = created.path.slice(FOLDER.length);
  oracle.suspicions.set(id, { ...one, id, count: 1, status: 'OPEN', reviewedBy: null });
  return;
}

/** What a block puts on record, after its refusal: one entry for each person and kind that is open, with a count. */
export function recordBlock(oracle: Oracle, settled: Settled): undefined {
  const one = oracle.blocks.get(settled.operation.id);
  if (one === undefined || settled.writes.length === 0) return;
  const isSame = (entry: Suspicion) => entry.uid === one.uid && entry.kind === one.kind && entry.verdict === 'block';
  const open = [...oracle.suspicions.values()].find((entry) => isSame(entry) && entry.status === 'OPEN');
  if (settled.operation.kind === 'createUser' && !oracle.accounts.has(one.uid)) oracle.strangers.add(one.uid);
  if (open === undefined) return enterSuspicion(oracle, settled, one);
  open.count += 1;
  if (totalOf(one.evidence) > totalOf(open.evidence)) Object.assign(open, one);
  demand(
    settled.writes.some(({ path }) => path === `${FOLDER}${open.id}`),
    () => `${one.uid} was blocked again, and nobody counts it`,
  );
  return;
}

/** The entry of a block commits after the refusal, by itself. */
export function blockLater(oracle: Oracle, operation: number, one: Suspected): void {
  oracle.blocks.set(operation, one);
}
