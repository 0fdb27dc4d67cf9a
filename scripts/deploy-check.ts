/**
 * `npm run deploy:check [-- --project <id>]`: rehearses a deployment as far as it goes without one. Builds and loads every
 * function as `firebase deploy` would, lets the CLI's own code judge it, and checks what the platform would refuse later.
 * With a project it also asks gcloud what is there; it never changes anything. Exits 1 where something is wrong.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { CHECKS } from './deployCheck/checks/index.ts';
import { cliVersion } from './deployCheck/firebaseCli.ts';
import { rehearse } from './deployCheck/gather.ts';
import { compareWithProject, projectNumberOf } from './deployCheck/online.ts';
import { NEVER_CHECKED, NOT_CHECKED_OFFLINE, preparation, reportOf } from './deployCheck/report.ts';
import { Gcloud } from './postDeploy/gcloud.ts';

const { values } = parseArgs({ options: { project: { type: 'string' } } });
const { project } = values;

console.log(`Rehearsing a deployment of this checkout, as firebase-tools ${cliVersion()} would do it.\n`);
const rehearsal = await rehearse(project);
const outcomes = CHECKS.map(({ name, judge }) => [name, judge(rehearsal)] as const);
for (const [name, outcome] of outcomes) console.log(reportOf(name, outcome));

const gcloud = project === undefined ? undefined : new Gcloud(project, true);
const projectNumber = gcloud === undefined ? undefined : projectNumberOf(gcloud);
const compared =
  gcloud === undefined || projectNumber === undefined ? [] : compareWithProject(rehearsal, gcloud, projectNumber);
if (project !== undefined) {
  console.log(
    `\nProject ${project}${projectNumber === undefined ? ' does not exist, or is not yours to see.' : ':\n'}`,
  );
  for (const [name, outcome] of compared) console.log(reportOf(name, outcome));
}

console.log(`\n${preparation(rehearsal, project ?? 'PROJECT', projectNumber ?? 'PROJECT_NUMBER')}`);
const unchecked = [...(compared.length === 0 ? NOT_CHECKED_OFFLINE : []), ...NEVER_CHECKED];
console.log(`\nNot checked:\n${unchecked.map((what) => `  - ${what}`).join('\n')}`);

const problems = [...outcomes, ...compared].flatMap(([, outcome]) => outcome.problems);
const isUnknown = project !== undefined && projectNumber === undefined;
if (problems.length > 0 || isUnknown) {
  console.error(`\n${problems.length + (isUnknown ? 1 : 0)} to mend before deploying.`);
  process.exit(1);
}
console.log('\nNothing is in the way of a deployment, as far as can be known here.');
// The CLI's code keeps a connection pool open.
process.exit(0);
