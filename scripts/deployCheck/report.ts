import { bindingsByHand } from './bindings.ts';
import type { Check, Outcome } from './check.ts';
import type { Rehearsal } from './rehearsal.ts';
import { requiredAccess } from './requiredAccess.ts';
import { enableCommand, requiredServices } from './requiredServices.ts';

const WIDTH = 12;

/** A line for each check that found nothing, and for each problem the line and what to do about it. */
export function reportOf(name: Check['name'], { fine, problems, notes = [] }: Outcome): string {
  const lines = problems.length === 0 ? [line('ok', name, fine)] : [];
  for (const { what, remedy } of problems) lines.push(line('PROBLEM', name, what), line('', '', `→ ${remedy}`));
  for (const note of notes) lines.push(line('note', name, note));
  return lines.join('\n');
}

function line(word: string, name: string, text: string): string {
  return `  ${word.padEnd(8)} ${name.padEnd(WIDTH)} ${text}`.trimEnd();
}

/** What has to be there in the project before the first deployment, as commands that may be run again. */
export function preparation(rehearsal: Rehearsal, project: string, projectNumber: string): string {
  const services = requiredServices(rehearsal);
  const access = requiredAccess(rehearsal);
  const bindings = bindingsByHand(access, rehearsal, project, projectNumber);
  const others = access.filter(({ boundBy }) => boundBy !== 'you');
  return [
    'APIs, once:\n',
    enableCommand(
      services.map(({ api }) => api),
      project,
    ),
    '\nRoles, once:\n',
    ...bindings.flatMap(({ why, command }) => [`# ${why}`, command]),
    '\nRoles that are bound by others:\n',
    ...others.map(({ who, role, on, why, boundBy }) => `  ${boundBy.padEnd(15)}  ${who}: ${role} on ${on} (${why})`),
  ].join('\n');
}

/** What no machine can know without the project. */
export const NOT_CHECKED_OFFLINE = [
  'that the project exists, has billing, and its Firestore is in native mode',
  'that APIs are enabled, secrets stored and roles bound: npm run deploy:check -- --project <id> asks, with gcloud',
];

/** What shows only when it is really done. */
export const NEVER_CHECKED = [
  'that Cloud Build builds it and the registry is reachable from there',
  'quotas of your project: CPU in the region (up to 100 instances a function), Cloud Run services that others have deployed',
  'organisation policies: functions are called by allUsers, which domain-restricted sharing forbids',
  'that Identity Platform, App Check with its providers, and AdMob are set up in their consoles',
  'the rights of whoever deploys, which docs/operations.md names',
];
