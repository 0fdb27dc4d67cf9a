import { type Check, counted, problemsOf } from '../check.ts';
import { kindsOf } from '../triggers.ts';

/** The functions were built, loaded, described by the SDK and judged by the CLI, as a deployment begins. */
export const discovery: Check = {
  name: 'functions',
  judge: ({ endpoints, refusals }) => ({
    fine: `${counted(endpoints.length, 'function')} built, found and accepted: ${kindsOf(endpoints)}`,
    problems: [
      ...problemsOf(refusals, 'The Firebase CLI stops at this; its words name the function or the option.'),
      ...(endpoints.length === 0 && refusals.length === 0
        ? problemsOf(['there is no function to deploy'], 'Does functions/lib/index.cjs export any?')
        : []),
    ],
  }),
};
