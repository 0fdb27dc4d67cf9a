import { type Check, counted, problemsOf } from '../check.ts';

/** "1,000 minus the number of Cloud Run services deployed", each region (cloud.google.com/functions/quotas). */
const MAX_IN_REGION = 1000;
/** Calls that create, change or delete functions, each minute and region; the quota cannot be raised. */
const WRITES_A_MINUTE = 60;

export const quantity: Check = {
  name: 'quantity',
  judge: ({ endpoints }) => {
    const regions = [...Map.groupBy(endpoints, ({ region }) => region)];
    const crowded = regions.filter(([, members]) => members.length > MAX_IN_REGION);
    const slow = regions.filter(([, members]) => members.length > WRITES_A_MINUTE);
    return {
      fine: regions.map(([region, members]) => `${members.length} in ${region}, of ${MAX_IN_REGION}`).join('; '),
      problems: problemsOf(
        crowded.map(([region, members]) => `${counted(members.length, 'function')} in ${region}`),
        `A region takes ${MAX_IN_REGION}, less what else runs there.`,
      ),
      notes: slow.map(
        ([region, members]) =>
          `${members.length} functions in ${region} are more than the ${WRITES_A_MINUTE} that may change in a minute: the CLI waits and retries; deploy groups with --only functions:a,functions:b if it gives up`,
      ),
    };
  },
};
