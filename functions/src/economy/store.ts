import { z } from 'zod';
import { economySection } from '../platform/configuration/economyConfig.ts';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';

/** Every version that ever was, `config/economy/versions/{version}`; never changed, never deleted. */
const versionSection = defineSection((version) => `config/economy/versions/${version}`, economySection.fields);
export const versionDoc = (version: number) => docOf(versionSection, String(version));

/**
 * What can be understood of a version, for whoever replaces or restores it: one that is broken must not be in the way of
 * its own repair.
 */
const remainsFields = z.object({
  version: economySection.fields.shape.version.optional().catch(undefined),
  config: economySection.fields.shape.config.optional().catch(undefined),
});
const remainsSection = defineSection((path) => path, remainsFields);
export const remainsOf = ({ path }: { readonly path: string }) => docOf(remainsSection, path);

/** What clients may know, `config/public`: prices and limits, not how fraud is scored or calls are limited. */
const publicFields = z.object({ version: z.int().min(0) }).catchall(z.unknown());
const publicSection = defineSection((id) => `config/${id}`, publicFields);
export const publicDoc = docOf(publicSection, 'public');

/** A configuration that waits for its second person, `configAsks/{changeId}`; it is stored exactly as it was asked for. */
const askFields = z.object({
  config: economySection.fields.shape.config,
  /** The version that it was to replace. */
  baseVersion: z.int().min(0),
  guarded: z.array(z.string()),
  requestedBy: z.string(),
  confirmedBy: z.string().nullable(),
  status: z.enum(['AWAITING_SECOND_PERSON', 'STORED']),
  createdAt: storedInstant,
});
const askSection = defineSection((id) => `configAsks/${id}`, askFields);
export const askDoc = (id: string) => docOf(askSection, id);
