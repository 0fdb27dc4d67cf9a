import { z } from 'zod';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';
import { role } from './contract.ts';

/** `staff/{uid}`: what a person's claims should be, and up to which revision Auth has been told. */
const memberFields = z.object({
  role: role.nullable(),
  permissions: z.array(z.string()),
  revision: z.int().min(1),
  appliedRevision: z.int().min(0),
});
const memberSection = defineSection((uid) => `staff/${uid}`, memberFields);
export const memberDoc = (uid: string) => docOf(memberSection, uid);

/** `doneAlone/{action}:{uid}`: what somebody did without a second person within a day, so that many small ones add up. */
const doneAloneFields = z.object({
  done: z.array(z.object({ atMs: z.int(), amount: z.int().min(0) })),
  expireAt: storedInstant,
});
const doneAloneSection = defineSection((id) => `doneAlone/${id}`, doneAloneFields);
export const doneAloneDoc = (action: string, uid: string) => docOf(doneAloneSection, `${action}:${uid}`);

/** `auditLog/{id}`: what staff did, to whom, and what it was before and after; only ever appended to. */
const auditFields = z.object({
  at: storedInstant,
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  correlationId: z.string(),
});
const auditSection = defineSection((id) => `auditLog/${id}`, auditFields);
export const auditDoc = (id: string) => docOf(auditSection, id);
