import type { Rider } from '../../src/platform/manifest/rider.ts';
import { heardDoc } from './store.ts';

/** Every credited event is greeted by somebody. */
const heard: Rider<ReturnType<typeof heardDoc>['fields']> = {
  name: 'greetings.heard',
  user: heardDoc,
  ride({ days }, { user }) {
    const credited = [...days.values()].reduce((sum, day) => sum + day.credited.length, 0);
    return { user: { heard: user.heard + credited } };
  },
};

export const riders: readonly Rider[] = [heard];
