import type { Check } from '../check.ts';

/** No problem, ever: but what is kept warm is paid for around the clock, and a number in a file should not hide that. */
export const warmInstances: Check = {
  name: 'warm',
  judge: ({ endpoints, warmDollars }) => {
    const warm = endpoints.filter(({ minInstances }) => (minInstances ?? 0) > 0);
    const list = warm.map(({ id, minInstances }) => `${id} (${minInstances})`).join(', ');
    const price = warmDollars === undefined ? 'an unknown sum' : `about $${warmDollars.toFixed(2)}`;
    return {
      fine: warm.length === 0 ? 'no function is kept warm, so none costs anything while nobody calls it' : list,
      problems: [],
      notes: warm.length === 0 ? [] : [`${list} cost ${price} a month while nobody calls, by the CLI's list prices`],
    };
  },
};
