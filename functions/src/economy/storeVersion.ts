import type { z } from 'zod';
import { InvariantError } from '../kernel/assert.ts';
import { economyDoc } from '../platform/configuration/economyConfig.ts';
import { parseTolerantly } from '../platform/configuration/parseTolerantly.ts';
import { house } from '../platform/manifest/house.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { invalidInput } from '../platform/transport/parseInput.ts';
import { recordAudit } from '../staff/recordAudit.ts';
import { composeConfig, publicParts } from './composeConfig.ts';
import { publicDoc, remainsOf, versionDoc } from './store.ts';

/** Writes a configuration down as the new current version, with what of it clients may know, and puts that on record. */
type Config = Readonly<Record<string, unknown>>;

/** As many versions as may be newer than the one in force; `lastGoodEconomy` looks no further back. */
const MAX_AHEAD = 20;

export interface NextVersion {
  /** The version that it follows. */
  readonly version: number;
  readonly config: Config;
  /** Dotted paths. */
  readonly changed: string[];
  /** Where a second person has confirmed it: what was asked for, and by whom. */
  readonly asked?: { readonly changeId: string; readonly requestedBy: string };
}

export async function storeVersion(tx: Tx, call: Call, { version, config, changed, asked }: NextVersion) {
  const { uid, nowMs, correlationId } = call;
  const domains = await house();
  const read = readStored(composeConfig(domains), config);
  const next = { version: await freeVersion(tx, newestOf(call, version)), config, updatedAtMs: nowMs, updatedBy: uid };
  tx.merge(economyDoc, next);
  tx.create(versionDoc(next.version), next);
  tx.merge(publicDoc, { version: next.version, ...publicParts(domains, read) });
  const { path: subject } = economyDoc;
  const versions = { before: { version }, after: { version: next.version, changed, ...asked } };
  recordAudit(tx, { atMs: nowMs, actor: uid, action: 'setEconomyConfig', subject, ...versions, correlationId });
  return { version: next.version, changed, dryRun: false };
}

/** The newest version that anybody knows of, in the store or in force. */
export function newestOf({ economy }: Call, version: number): number {
  return Math.max(version, economy.version);
}

/** What other code stored stays as it is, with all that this code does not know; but this code must be able to use it. */
export function readStored(schema: z.ZodType<Config>, config: Config): Config {
  const parsed = parseTolerantly(schema, config);
  if (parsed.success) return parsed.data;
  throw invalidInput(parsed.error.issues.map(({ path, message }) => `config.${path.join('.')}: ${message}`));
}

/** The next number that no version has; another than the next is free only where somebody broke the current one. */
async function freeVersion(tx: Tx, newest: number): Promise<number> {
  for (let version = newest + 1; version <= newest + MAX_AHEAD; version += 1) {
    if ((await tx.get(remainsOf(versionDoc(version)))) === undefined) return version;
  }
  throw new InvariantError(`more than ${MAX_AHEAD} versions are newer than ${newest}`);
}
