import fc from 'fast-check';
import { freshSeed } from './freshSeed.ts';

/** Properties draw from the run's seed where the run was given one; by themselves they draw anew each time. */
const { EARNPLAY_SEED: given } = process.env;
if (given !== undefined && given !== '') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: freshSeed(given) });
