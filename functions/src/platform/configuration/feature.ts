import { z } from 'zod';
import { defineConfig, type Feature, type FeatureSwitch, featureSwitch } from '../../kernel/config.ts';
import { Refused } from '../../kernel/decision.ts';
import { sha256 } from '../crypto/crypto.ts';
import { platformErrors } from '../transport/catalogue.ts';
import type { Economy } from './economyConfig.ts';

/** Every domain's switch as it is stored; what the configuration takes is composed of what the domains declare. */
const storedSwitches = defineConfig({ name: 'features', schema: z.object({}).catchall(featureSwitch) });

/** Whether a feature is on for a player: the same player always gets the same answer for the same percentage or more. */
export function isOn(feature: string, state: FeatureSwitch, uid: string): boolean {
  if (typeof state === 'boolean') return state;
  return sha256(`${feature}:${uid}`).readUInt32BE(0) % 100 < state.percent;
}

export function requireFeature(economy: Economy, { name, byDefault }: Feature, uid: string): void {
  const switches: Readonly<Record<string, FeatureSwitch>> = economy.of(storedSwitches);
  if (!isOn(name, switches[name] ?? byDefault, uid))
    throw new Refused(platformErrors['feature-off'], { feature: name });
}
