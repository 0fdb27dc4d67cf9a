import type { Feature, FeatureSwitch } from '../../kernel/config.ts';
import { Refused } from '../../kernel/decision.ts';
import { sha256 } from '../crypto/crypto.ts';
import { platformErrors } from '../transport/catalogue.ts';
import type { Economy } from './economy.ts';

/** Whether a feature is on for a player: the same player always gets the same answer for the same percentage or more. */
export function isOn(feature: string, state: FeatureSwitch, uid: string): boolean {
  if (typeof state === 'boolean') return state;
  return sha256(`${feature}:${uid}`).readUInt32BE(0) % 100 < state.percent;
}

export function requireFeature(economy: Economy, feature: Feature, uid: string): void {
  const { name } = feature;
  if (!isOn(name, economy.switchOf(feature), uid)) throw new Refused(platformErrors['feature-off'], { feature: name });
}
