import { z } from 'zod';
import { economySection } from '../platform/configuration/economyConfig.ts';
import { defineSection, docOf } from '../platform/storage/collection.ts';

/** Every version that ever was, `config/economy/versions/{version}`; never changed, never deleted. */
const versionSection = defineSection((version) => `config/economy/versions/${version}`, economySection.fields);
export const versionDoc = (version: number) => docOf(versionSection, String(version));

/** What clients may know, `config/public`: prices and limits, not how fraud is scored or calls are limited. */
const publicFields = z.object({ version: z.int().min(0) }).catchall(z.unknown());
const publicSection = defineSection((id) => `config/${id}`, publicFields);
export const publicDoc = docOf(publicSection, 'public');
