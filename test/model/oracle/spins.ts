import { createHmac } from 'node:crypto';
import { dayText } from './calendar.ts';

/** A spin's prize from the published recipe, in whole numbers: no rounding can hide in it. */
export function drawSpin(
  prizes: readonly { readonly coins: number; readonly weight: number }[],
  seedHex: string,
  day: number,
  index: number,
): number {
  const hmac = createHmac('sha256', Buffer.from(seedHex, 'hex'))
    .update(`${dayText(day)}:${index}`)
    .digest('hex');
  const drawn = BigInt(`0x${hmac.slice(0, 12)}`);
  const total = prizes.reduce((sum, { weight }) => sum + BigInt(weight), 0n);
  let reached = 0n;
  for (const { coins, weight } of prizes) {
    reached += BigInt(weight);
    if (drawn * total < reached * (1n << 48n)) return coins;
  }
  throw new Error('the prize table has no end');
}
