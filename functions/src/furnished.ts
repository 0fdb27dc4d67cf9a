import { furnish } from './platform/manifest/house.ts';

/** Says to the platform where the domains are, without loading one; whatever serves functions loads this first. */
furnish(async () => (await import('./gathered.ts')).domains);
