import { type Check, problemsOf } from '../check.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Long enough to change over before a runtime is deprecated. */
const WARNED_DAYS = 180;

export const runtime: Check = {
  name: 'runtime',
  judge: ({ runtime: { name, known, todayMs }, packages: { manifest } }) => {
    const engine = manifest.engines?.node;
    const problems = [
      ...(known === undefined
        ? problemsOf([`the Firebase CLI knows no runtime ${name}`], 'Name one that it knows, or take a newer CLI.')
        : []),
      ...(`nodejs${engine}` === name
        ? []
        : problemsOf(
            [`firebase.json deploys ${name}, and functions/package.json asks for Node ${engine ?? '(none)'}`],
            'Name one version in both.',
          )),
      ...(known !== undefined && Date.parse(known.decommissionDate) <= todayMs
        ? problemsOf([`${name} was taken out of service on ${known.decommissionDate}`], 'Take a newer one.')
        : []),
    ];
    const daysLeft = known === undefined ? 0 : (Date.parse(known.deprecationDate) - todayMs) / DAY_MS;
    return {
      fine: `${name} in firebase.json and package.json, supported until ${known?.deprecationDate ?? 'nobody knows when'}`,
      problems,
      notes:
        known !== undefined && daysLeft < WARNED_DAYS ? [`${name} is deprecated from ${known.deprecationDate}`] : [],
    };
  },
};
