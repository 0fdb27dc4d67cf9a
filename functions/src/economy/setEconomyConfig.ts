import { z } from 'zod';
import { accept, Refused } from '../kernel/decision.ts';
import { economyDoc } from '../platform/configuration/economyConfig.ts';
import { house } from '../platform/manifest/house.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { idempotencyErrors } from '../platform/transport/catalogue.ts';
import { parseInput } from '../platform/transport/parseInput.ts';
import { staffErrors } from '../staff/contract.ts';
import { requireDisinterested } from '../staff/interest.ts';
import { recordAudit } from '../staff/recordAudit.ts';
import { decideSecondPerson } from '../staff/secondPersonRules.ts';
import { composeConfig } from './composeConfig.ts';
import { type setEconomyConfig as contract, economyErrors } from './contract.ts';
import { guardedChanges } from './guardedChanges.ts';
import { changedPaths } from './rules.ts';
import { askDoc, publicDoc, remainsOf, versionDoc } from './store.ts';
import { newestOf, readStored, storeVersion } from './storeVersion.ts';

/**
 * Stores a new version beside all earlier ones; a rollback is a new version with an old one's content. What changes a limit
 * on staff is stored by two people.
 */
type Input = z.output<typeof contract.input>;
type Config = Readonly<Record<string, unknown>>;

type Sent = Exclude<Input, { changeId: string }>;

interface Current {
  readonly version: number;
  /** Undefined where there is none, or none that can be made out. */
  readonly config: Config | undefined;
}

export async function setEconomyConfig(tx: Tx, call: Call, input: Input, scope: string) {
  await tx.load([economyDoc, publicDoc]);
  const { version = 0, config } = (await tx.get(remainsOf(economyDoc))) ?? {};
  const current = { version, config };
  return 'changeId' in input ? confirm(tx, call, current, input.changeId) : change(tx, call, current, input, scope);
}

async function change(tx: Tx, call: Call, current: Current, input: Sent, scope: string) {
  const domains = await house();
  const schema = composeConfig(domains);
  const sent = 'config' in input ? parseConfig(schema, input) : undefined;
  const { version } = current;
  const before = current.config ?? schema.parse({});
  if (input.expectedVersion !== undefined && input.expectedVersion !== version) {
    throw new Refused(economyErrors['version-conflict'], { version });
  }
  const config = sent ?? ('rollbackTo' in input ? await storedVersion(tx, input.rollbackTo, schema.parse({})) : before);
  if (sent === undefined) readStored(schema, config);
  const changed = changedPaths(before, config);
  const guarded = guardedChanges(domains, before, config);
  const told = guarded.length === 0 ? { changed } : { changed, guarded };
  if (input.dryRun) return { version: newestOf(call, version) + 1, ...told, dryRun: true };
  if (guarded.length === 0) return storeVersion(tx, call, { version, config, changed });
  await ask(tx, call, { changeId: scope, config, baseVersion: version, guarded, changed });
  return { version, ...told, changeId: scope, dryRun: false };
}

interface Asked {
  readonly changeId: string;
  readonly config: Config;
  readonly baseVersion: number;
  readonly guarded: string[];
  readonly changed: readonly string[];
}

/** Whoever can lift a limit alone is not limited by it. */
async function ask(tx: Tx, call: Call, { changeId, config, baseVersion, guarded, changed }: Asked): Promise<void> {
  const { uid, nowMs, correlationId } = call;
  if ((await tx.get(askDoc(changeId))) !== undefined) throw new Refused(idempotencyErrors['key-reused']);
  tx.create(askDoc(changeId), {
    ...{ config, baseVersion, guarded, requestedBy: uid, confirmedBy: null },
    status: 'AWAITING_SECOND_PERSON',
    createdAt: new Date(nowMs),
  });
  recordAudit(tx, {
    ...{ atMs: nowMs, actor: uid, action: 'setEconomyConfig:asked', subject: economyDoc.path, correlationId },
    before: { version: baseVersion },
    after: { changeId, guarded, changed },
  });
}

/** Stores what was asked for, upon the version that it was asked for upon: on another one it would undo what came since. */
async function confirm(tx: Tx, call: Call, { version, config: before }: Current, changeId: string) {
  const asked = await tx.get(askDoc(changeId));
  if (asked?.status !== 'AWAITING_SECOND_PERSON') throw new Refused(economyErrors['unknown-change']);
  accept(decideSecondPerson(asked, call.uid, call.nowMs));
  const { config, requestedBy, baseVersion } = asked;
  await requireDisinterested(tx, call.uid, requestedBy, staffErrors['second-person-required']);
  if (baseVersion !== version) throw new Refused(economyErrors['version-conflict'], { version });
  tx.merge(askDoc(changeId), { status: 'STORED', confirmedBy: call.uid });
  const changed = changedPaths(before ?? composeConfig(await house()).parse({}), config);
  return storeVersion(tx, call, { version, config, changed, asked: { changeId, requestedBy } });
}

/** Refuses as a contract would, naming each field that is wrong. */
function parseConfig(schema: z.ZodType<Config>, { config }: { readonly config: Config }): Config {
  return parseInput(z.object({ config: schema }), { config }).config;
}

/** Version 0 is the defaults in code, which are stored nowhere. */
async function storedVersion(tx: Tx, version: number, defaults: Config): Promise<Config> {
  if (version === 0) return defaults;
  const stored = await tx.get(remainsOf(versionDoc(version)));
  if (stored?.config === undefined) throw new Refused(economyErrors['unknown-version'], { version });
  return stored.config;
}
