import type { Oracle } from '../oracle/state.ts';
import type { Random } from './random.ts';
import type { Scene } from './scene.ts';

/** A referral code as the generator knows it: by its owner, for codes are drawn by the system. */
const NOBODYS_CODE = '22222222';

export function drawCode(scene: Scene, random: Random): { readonly codeOf: string } {
  return { codeOf: random.chance(0.04) ? 'nobody' : random.pick(scene.players) };
}

export function codeSent({ codeOf, ...data }: any, oracle: Oracle): any {
  if (codeOf === undefined) return data;
  const owner = oracle.accounts.get(codeOf);
  return { ...data, referralCode: owner === undefined || owner.code === '' ? NOBODYS_CODE : owner.code };
}
