import { z } from 'zod';
import { count, defineConfig, notAbove } from '../kernel/config.ts';

const points = z.int().min(0).max(1_000);

const schema = z.strictObject({
  claim: z
    .strictObject({
      oldAccountHours: z.int().min(0).default(48),
      oldAccount: points.default(10),
      hasEarned: points.default(10),
      hasPlayed: points.default(10),
      sameAddress: points.default(10),
      deviceSeenElsewhere: points.default(15),
      freeClaimsAnHour: count.default(3),
      perExtraClaim: points.default(5),
      blockAbove: points.default(30),
    })
    .prefault({}),
  withdrawal: z
    .strictObject({
      unusualPlace: points.default(10),
      /** How long ago an account must first have been seen at an address for it to be a usual one. */
      usualAfterHours: z.int().min(0).max(720).default(24),
      newAccountDays: z.int().min(0).default(7),
      newAccount: points.default(20),
      noActivity: points.default(15),
      implausiblePlay: points.default(15),
      chargeback: points.default(30),
      sharedDestination: points.default(25),
      /** No key opens what is sealed of the player: enough for somebody to look. */
      unreadableRecord: points.default(31),
      blockAbove: points.default(50),
      reviewAbove: points.default(30),
    })
    .prefault({}),
  /** How long a salted hash of an address is kept. */
  addressKeptDays: z.int().min(1).max(366).default(30),
});

/** What makes a claim or a withdrawal suspicious, in points, and how many are too many. */
export const fraudConfig = defineConfig({
  name: 'fraud',
  schema,
  contradictions: ({ withdrawal: { reviewAbove, blockAbove } }) =>
    notAbove({ 'withdrawal.reviewAbove': reviewAbove }, { 'withdrawal.blockAbove': blockAbove }),
});
export type FraudConfig = z.output<typeof schema>;
