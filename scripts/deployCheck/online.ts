import type { Gcloud } from '../postDeploy/gcloud.ts';
import { bindingsByHand, isOfProject, missingBindings, type Policy } from './bindings.ts';
import type { Outcome } from './check.ts';
import type { Rehearsal } from './rehearsal.ts';
import { requiredAccess } from './requiredAccess.ts';
import { enableCommand, requiredServices } from './requiredServices.ts';

type Named = readonly [name: string, outcome: Outcome];

/** What can be asked of the project itself. Nothing is changed. */
export function compareWithProject(rehearsal: Rehearsal, gcloud: Gcloud, projectNumber: string): readonly Named[] {
  return [
    ['APIs there', enabledApis(rehearsal, gcloud)],
    ['Firestore', nativeFirestore(gcloud)],
    ['secrets', storedSecrets(rehearsal, gcloud)],
    ['roles there', boundRoles(rehearsal, gcloud, projectNumber)],
  ];
}

export function projectNumberOf(gcloud: Gcloud): string | undefined {
  return gcloud.ask('projects', 'describe', gcloud.project, '--format=value(projectNumber)');
}

function enabledApis(rehearsal: Rehearsal, gcloud: Gcloud): Outcome {
  const enabled = new Set(
    (gcloud.ask('services', 'list', '--enabled', '--format=value(config.name)') ?? '').split(/\s+/),
  );
  const missing = requiredServices(rehearsal).filter(({ api }) => !enabled.has(api));
  const remedy = enableCommand(
    missing.map(({ api }) => api),
    gcloud.project,
  );
  return {
    fine: 'all enabled',
    problems:
      missing.length === 0 ? [] : [{ what: `not enabled: ${missing.map(({ api }) => api).join(', ')}`, remedy }],
  };
}

function nativeFirestore(gcloud: Gcloud): Outcome {
  const type = gcloud.ask('firestore', 'databases', 'describe', '--database=(default)', '--format=value(type)');
  const problems =
    type === 'FIRESTORE_NATIVE'
      ? []
      : [
          {
            what: `the default database is ${type ?? 'not there'}`,
            remedy: 'Create it in native mode, near the functions.',
          },
        ];
  return { fine: 'there, in native mode', problems };
}

function storedSecrets({ params }: Rehearsal, gcloud: Gcloud): Outcome {
  const names = params.filter(({ type }) => type === 'secret').map(({ name }) => name);
  const missing = names.filter(
    (name) =>
      !gcloud.ask('secrets', 'versions', 'list', name, '--filter=state=ENABLED', '--limit=1', '--format=value(name)'),
  );
  const problems = missing.map((name) => ({
    what: `${name} has no version`,
    remedy: `npx firebase functions:secrets:set ${name} --project ${gcloud.project}`,
  }));
  return { fine: `${names.join(', ')} have a version each`, problems };
}

function boundRoles(rehearsal: Rehearsal, gcloud: Gcloud, projectNumber: string): Outcome {
  const all = bindingsByHand(requiredAccess(rehearsal), rehearsal, gcloud.project, projectNumber);
  const wanted = all.filter(isOfProject);
  const missing = missingBindings(wanted, policyOf(gcloud));
  return {
    fine: `${wanted.length} bound`,
    problems: missing.map(({ member, role, command }) => ({ what: `${member} lacks ${role}`, remedy: command })),
  };
}

/** Empty where there is none to be read. */
export function policyOf(gcloud: Gcloud): Policy {
  const text = gcloud.ask('projects', 'get-iam-policy', gcloud.project, '--format=json');
  const policy: Policy = text ? JSON.parse(text) : {};
  return policy;
}
