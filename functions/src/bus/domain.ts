import { defineDomain } from '../platform/manifest/domain.ts';
import { busErrors, listDeadLetters, replayDeadLetter, replayDeadLetters } from './contract.ts';
import { collections, queries } from './data.ts';

export const bus = defineDomain({
  name: 'bus',
  callables: { listDeadLetters, replayDeadLetter, replayDeadLetters },
  errors: [busErrors],
  collections,
  queries,
  functions: () => import('./functions.ts'),
  staff: () => import('./staff.ts'),
});
