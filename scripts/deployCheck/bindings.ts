import type { Endpoint } from './rehearsal.ts';
import { type Access, type Account, bucketOf } from './requiredAccess.ts';
import type { Used } from './requiredServices.ts';

const BIND = 'add-iam-policy-binding';

/** One role of one account, as IAM has it. */
export interface Binding {
  readonly role: string;
  readonly member: string;
  /** What the role is bound on: the project, or a bucket. */
  readonly place: 'project' | 'bucket';
  readonly why: string;
  /** The command that binds it, which changes nothing where it is bound. */
  readonly command: string;
}

/** Roles that somebody has to bind by hand before the first deployment, with the account's real names. */
export function bindingsByHand(
  needed: readonly Access[],
  used: Pick<Used, 'endpoints' | 'settings'>,
  project: string,
  projectNumber: string,
): readonly Binding[] {
  return needed
    .filter(({ boundBy }) => boundBy === 'you')
    .flatMap(({ who, role, on, why }) =>
      membersOf(who, used.endpoints, projectNumber).map((member): Binding => {
        const whom = `--member=${member} --role=${role}`;
        return on === 'backups'
          ? {
              role,
              member,
              why,
              place: 'bucket',
              command: `gcloud storage buckets ${BIND} gs://${bucketOf(used)} ${whom}`,
            }
          : {
              role,
              member,
              why,
              place: 'project',
              command: `gcloud projects ${BIND} ${project} ${whom} --condition=None`,
            };
      }),
    );
}

/** Those that the project's own policy tells of. */
export function isOfProject({ place }: Binding): boolean {
  return place === 'project';
}

/** The accounts that are meant, as IAM names them. */
function membersOf(who: Account, endpoints: readonly Endpoint[], projectNumber: string): readonly string[] {
  const standard = `${projectNumber}-compute@developer.gserviceaccount.com`;
  switch (who) {
    case 'functions':
      return [...new Set(endpoints.map(({ serviceAccount }) => serviceAccount || standard))].map(serviceAccount);
    case 'builds':
      return [serviceAccount(standard)];
    case 'Pub/Sub agent':
      return [serviceAccount(`service-${projectNumber}@gcp-sa-pubsub.iam.gserviceaccount.com`)];
    case 'everybody':
      return ['allUsers'];
  }
}

function serviceAccount(email: string): string {
  return `serviceAccount:${email}`;
}

/** A project's IAM policy, as far as it is read here. */
export interface Policy {
  readonly bindings?: readonly { readonly role: string; readonly members: readonly string[] }[];
}

/** Those that the policy of the project does not have; an owner of the project needs none of them. */
export function missingBindings(wanted: readonly Binding[], { bindings = [] }: Policy): readonly Binding[] {
  const held = new Set(bindings.flatMap(({ role, members }) => members.map((member) => `${member} ${role}`)));
  return wanted.filter(({ member, role }) => !held.has(`${member} ${role}`) && !held.has(`${member} roles/owner`));
}
