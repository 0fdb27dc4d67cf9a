import type { DocumentReference, Firestore } from 'firebase-admin/firestore';
import type { z } from 'zod';
import { InvariantError } from '../../kernel/assert.ts';

/**
 * A document as one domain sees it: where it is and which of its top-level fields the domain owns. Several domains may
 * own different fields of one document (`users/{uid}` holds wallet, streak and device), each through a section of its own.
 */
export interface Section<Fields extends z.ZodObject> {
  readonly path: (id: string) => string;
  readonly fields: Fields;
}

/** One domain's view of one document. */
export interface Doc<Fields extends z.ZodObject> {
  readonly path: string;
  readonly fields: Fields;
  /** The field of the document in which these stand, sealed (`sealedFields.ts`); left out where they are its own. */
  readonly sealedIn?: string;
}

export function defineSection<Fields extends z.ZodObject>(
  path: (id: string) => string,
  fields: Fields,
): Section<Fields> {
  return { path, fields };
}

export function docOf<Fields extends z.ZodObject>(section: Section<Fields>, id: string): Doc<Fields> {
  return { path: section.path(id), fields: section.fields };
}

/** A view of what is sealed in one field of a document; several domains may own fields in there, too. */
export function sealedDocOf<Fields extends z.ZodObject>(section: Section<Fields>, id: string): Doc<Fields> {
  return { ...docOf(section, id), sealedIn: 'sealed' };
}

export function refOf(database: Firestore, doc: { readonly path: string }): DocumentReference {
  return database.doc(doc.path);
}

/** Parses stored data; what no longer fits its schema is a broken invariant, named by path and field. */
export function parseStored<Fields extends z.ZodObject>(fields: Fields, path: string, data: unknown): z.output<Fields> {
  const parsed = fields.safeParse(data);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new InvariantError(`stored document ${path} does not fit its schema: ${where}`);
}
