import type { Oracle } from '../oracle/state.ts';
import type { Random } from './random.ts';
import type { Scene } from './scene.ts';

/** A referral code as the generator knows it: by its owner, for codes are drawn by the system. */
const NOBODYS_CODE = '22222222';

export function drawCode(scene: Scene, random: Random): { readonly codeOf: string; readonly typed: string } {
  const typed = random.pick(['as it is', 'as it is', 'small', 'in parts']);
  return { codeOf: random.chance(0.04) ? 'nobody' : random.pick(scene.players), typed };
}

export function codeSent({ codeOf, typed, ...data }: any, oracle: Oracle): any {
  if (codeOf === undefined) return data;
  const owner = oracle.accounts.get(codeOf);
  const code = owner === undefined || owner.code === '' ? NOBODYS_CODE : owner.code;
  return { ...data, referralCode: typedAs(typed, code) };
}

function typedAs(typed: string | undefined, code: string): string {
  if (typed === 'small') return `${code.toLowerCase()} `;
  return typed === 'in parts' ? `${code.slice(0, 4)}-${code.slice(4)}` : code;
}

/** The code that somebody meant who typed this. */
export function codeMeant(typed: string): string {
  return typed.replace(/[\s-]/g, '').toUpperCase();
}
