import type { z } from 'zod';
import { economyDoc } from '../platform/configuration/economyConfig.ts';
import { house } from '../platform/manifest/house.ts';
import { parseStored } from '../platform/storage/collection.ts';
import { duePlace, readDue, readNow } from '../platform/storage/reader.ts';
import type { Call } from '../platform/transport/callable.ts';
import { ASK_KEPT_MS, waitOf } from '../staff/secondPersonRules.ts';
import { composeConfig } from './composeConfig.ts';
import type { listEconomyChanges as contract } from './contract.ts';
import { differences } from './rules.ts';
import { askDoc, remainsOf } from './store.ts';

/** What a second person confirms: everything that would differ from what is in force, who asked for it, and since when. */
type Input = z.output<typeof contract.input>;

export async function listEconomyChanges({ nowMs }: Call, { after, limit }: Input) {
  const page = await readDue({
    group: 'configAsks',
    where: ['status', 'AWAITING_SECOND_PERSON'],
    dueField: 'createdAt',
    dueAtMs: nowMs,
    overAtMs: nowMs - ASK_KEPT_MS,
    limit,
    after: after === undefined ? null : duePlace(askDoc(after.changeId), 'createdAt', after.requestedAt),
  });
  const { version = 0, config } = (await readNow(remainsOf(economyDoc))) ?? {};
  const current = config ?? composeConfig(await house()).parse({});
  const entries = page.map(({ id, path, data }) => {
    const asked = parseStored(askDoc(id).fields, path, data);
    const { guarded, baseVersion } = asked;
    const changes = differences(current, asked.config).map((one) => {
      return { path: one.path, before: one.before ?? null, after: one.after ?? null };
    });
    const isCurrent = baseVersion === version;
    return { changeId: id, guarded, changes, baseVersion, isCurrent, ...waitOf(asked, nowMs) };
  });
  const last = entries.length < limit ? undefined : entries.at(-1);
  return { entries, next: last ? { requestedAt: last.requestedAt, changeId: last.changeId } : null };
}
