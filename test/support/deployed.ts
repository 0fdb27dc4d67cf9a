import { domains } from '../../functions/src/gathered.ts';
import { deployedFunctions } from '../../functions/src/index.ts';

/** Every deployed function by its name. */
export const deployed = await deployedFunctions(domains);

const behindTheDoor = await Promise.all(domains.map(async ({ staff }) => staff?.()));

/** Every callable, those behind the staff door as well, by the name of its contract. */
export const callableFunctions: Readonly<Record<string, unknown>> = Object.assign({}, deployed, ...behindTheDoor);
