import { z } from 'zod';
import { Refused } from '../kernel/decision.ts';
import { economyDoc } from '../platform/configuration/economyConfig.ts';
import { house } from '../platform/manifest/house.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { parseInput } from '../platform/transport/parseInput.ts';
import { recordAudit } from '../staff/recordAudit.ts';
import { composeConfig, publicParts } from './composeConfig.ts';
import { type setEconomyConfig as contract, economyErrors } from './contract.ts';
import { changedPaths } from './rules.ts';
import { publicDoc, versionDoc } from './store.ts';

/** Stores a new version beside all earlier ones; a rollback is a new version with an old one's content. */
type Input = z.output<typeof contract.input>;
type Config = Readonly<Record<string, unknown>>;

export async function setEconomyConfig(tx: Tx, call: Call, input: Input) {
  const { uid, nowMs, correlationId } = call;
  const domains = await house();
  const schema = composeConfig(domains);
  const sent = 'config' in input ? parseConfig(schema, input) : undefined;
  await tx.load([economyDoc, publicDoc]);
  const current = await tx.get(economyDoc);
  const before = current?.config ?? schema.parse({});
  const version = current?.version ?? 0;
  if (input.expectedVersion !== undefined && input.expectedVersion !== version) {
    throw new Refused(economyErrors['version-conflict'], { version });
  }
  const config = sent ?? ('rollbackTo' in input ? await storedVersion(tx, input.rollbackTo, schema.parse({})) : before);
  const changed = changedPaths(before, config);
  if (input.dryRun) return { version: version + 1, changed, dryRun: true };
  const next = { version: version + 1, config, updatedAtMs: nowMs, updatedBy: uid };
  await tx.get(versionDoc(next.version));
  tx.merge(economyDoc, next);
  tx.create(versionDoc(next.version), next);
  tx.merge(publicDoc, { version: next.version, ...publicParts(domains, config) });
  const { path: subject } = economyDoc;
  const versions = { before: { version }, after: { version: next.version, changed } };
  recordAudit(tx, { atMs: nowMs, actor: uid, action: 'setEconomyConfig', subject, ...versions, correlationId });
  return { version: next.version, changed, dryRun: false };
}

/** Refuses as a contract would, naming each field that is wrong. */
function parseConfig(schema: z.ZodType<Config>, { config }: { readonly config: Config }): Config {
  return parseInput(z.object({ config: schema }), { config }).config;
}

/** Version 0 is the defaults in code, which are stored nowhere. */
async function storedVersion(tx: Tx, version: number, defaults: Config): Promise<Config> {
  if (version === 0) return defaults;
  const stored = await tx.get(versionDoc(version));
  if (stored === undefined) throw new Refused(economyErrors['unknown-version'], { version });
  return stored.config;
}
