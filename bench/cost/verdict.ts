import { billOf } from './bill.ts';
import type { Designs } from './designs.ts';
import { type Design, monthOf, type Part } from './month.ts';
import type { Prices } from './prices.ts';
import { dollarsOf } from './tables.ts';
import { SIZES, TARGET_DOLLARS, TARGET_WRITES_A_PLAYER_DAY } from './targets.ts';

/** Where EarnPlay is above the published targets, and why; worded from the figures, whatever they come to. */
const SIZE = 1_000_000;
const NAMED = 3;

export function verdictOf(designs: Designs, prices: Prices): string {
  return [
    writes(designs.typical, prices.daysPerMonth),
    dollars(designs.typical, prices),
    dominated(designs.typical, prices),
    byFunction(designs.typical, prices),
    saved(designs, prices),
  ].join(' ');
}

function writes(design: Design, daysPerMonth: number): string {
  const aDay = monthOf(design, SIZE, daysPerMonth).firestoreWrites / SIZE / daysPerMonth;
  const ratio = aDay / TARGET_WRITES_A_PLAYER_DAY;
  const place = ratio > 1 ? `${ratio.toFixed(1)} times the published` : 'within the published';
  return `A player and day write ${aDay.toFixed(1)} documents, ${place} ${TARGET_WRITES_A_PLAYER_DAY}.`;
}

function dollars(design: Design, prices: Prices): string {
  const compared = SIZES.flatMap((players) => {
    const target = TARGET_DOLLARS.get(players);
    return target === undefined ? [] : [{ players, ratio: dollarsOf(design, players, prices) / target }];
  });
  const named = compared.map(({ players, ratio }) => `${ratio.toFixed(2)} times at ${players.toLocaleString('en')}`);
  const above = compared.filter(({ ratio }) => ratio > 1).length;
  const where = above === 0 ? 'at none' : `at ${above} of ${compared.length}`;
  return `The bill is above the published dollars ${where} sizes: ${named.join(', ')} players a day.`;
}

function dominated(design: Design, prices: Prices): string {
  const bill = billOf(monthOf(design, SIZE, prices.daysPerMonth), prices);
  const largest = bill.lines.toSorted((left, right) => right.dollars - left.dollars).slice(0, NAMED);
  const named = largest.map(({ resource, dollars: its }) => {
    const [title] = prices.lines[resource].title.split(' (');
    return `${title} (${share(its, bill.dollars)})`;
  });
  return `At ${SIZE.toLocaleString('en')} players its largest lines are ${named.join(', ')}.`;
}

/** By what would be saved if a function used nothing, which leaves out what all of them share. */
function byFunction(design: Design, prices: Prices): string {
  const all = dollarsOf(design, SIZE, prices);
  const names = [...new Set(design.parts.flatMap(({ usage }) => usage.map(({ who }) => who)))];
  const largest = names
    .map((name) => ({ name, dollars: all - dollarsOf(without(design, name), SIZE, prices) }))
    .sort((left, right) => right.dollars - left.dollars)
    .slice(0, NAMED)
    .map(({ name, dollars: its }) => `${name} (${share(its, all)})`);
  return `By who causes it: ${largest.join(', ')}.`;
}

function without(design: Design, name: string): Design {
  const parts = design.parts.map((part): Part => ({ ...part, usage: part.usage.filter(({ who }) => who !== name) }));
  return { ...design, parts };
}

function saved({ typical, threeBatches }: Designs, prices: Prices): string {
  const ratio = dollarsOf(threeBatches, SIZE, prices) / dollarsOf(typical, SIZE, prices);
  return `How often the queue flushes decides most: one batch a session would cost ${share(ratio, 1)} of this.`;
}

function share(part: number, whole: number): string {
  return `${Math.round((100 * part) / whole)} %`;
}
