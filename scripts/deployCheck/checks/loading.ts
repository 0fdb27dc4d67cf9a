import { type Check, counted, problemsOf } from '../check.ts';

/**
 * Each function is loaded by a process that serves nothing else, as an instance is. One that cannot be loaded so is found by
 * the platform only after its build, at the end of a deployment that has by then changed others.
 */
export const loading: Check = {
  name: 'loading',
  judge: ({ endpoints, unloadable }) => ({
    fine: `${counted(endpoints.length, 'function')}, each by itself`,
    problems: problemsOf(unloadable, 'Mend what fails at load; nothing may be read there that only a call has.'),
  }),
};
