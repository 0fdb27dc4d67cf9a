import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Binding, bindingsByHand, isOfProject, missingBindings } from '../deployCheck/bindings.ts';
import { policyOf } from '../deployCheck/online.ts';
import type { Endpoint } from '../deployCheck/rehearsal.ts';
import { requiredAccess } from '../deployCheck/requiredAccess.ts';
import type { Used } from '../deployCheck/requiredServices.ts';
import { readDotenvs, settingsOf } from '../deployCheck/settings.ts';
import { readSources } from '../deployCheck/sources.ts';
import { ENDPOINTS_SNAPSHOT } from '../generate/endpointsSnapshot.ts';
import { repositoryRoot } from '../suite/paths.ts';
import type { Gcloud } from './gcloud.ts';

/**
 * The roles that nobody has bound. They are named and never bound from here: who may do what in a project is for its owner to
 * say, and a script that could would have to be run by somebody who may do everything.
 */
export function missingRoles(gcloud: Gcloud): readonly Binding[] {
  const number = gcloud.ask('projects', 'describe', gcloud.project, '--format=value(projectNumber)');
  return missingBindings(rolesByHand(gcloud.project, number ?? ''), policyOf(gcloud));
}

export function rolesByHand(project: string, projectNumber: string): readonly Binding[] {
  const used = deployed(project);
  return bindingsByHand(requiredAccess(used), used, project, projectNumber).filter(isOfProject);
}

/** What is deployed from here, by the committed list of it, which the checks compare with the code. */
function deployed(project: string): Used {
  const manifest: { endpoints: Record<string, Endpoint & { readonly serviceAccountEmail?: string | null }> } =
    JSON.parse(readFileSync(join(repositoryRoot, ENDPOINTS_SNAPSHOT), 'utf8'));
  const endpoints = Object.entries(manifest.endpoints).map(([id, endpoint]) => ({
    ...{ ...endpoint, id },
    serviceAccount: endpoint.serviceAccountEmail,
  }));
  return { endpoints, requiredApis: [], sources: readSources(), settings: settingsOf(readDotenvs(), project) };
}
