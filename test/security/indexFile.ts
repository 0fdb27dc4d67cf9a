import { readFileSync } from 'node:fs';

/** `firestore.indexes.json` in the words of the query table. */
interface IndexSpec {
  readonly indexes: readonly {
    readonly collectionGroup: string;
    readonly queryScope: Scope;
    readonly fields: readonly { readonly fieldPath: string; readonly order: Order }[];
  }[];
  readonly fieldOverrides: readonly Override[];
}

export interface Override {
  readonly collectionGroup: string;
  readonly fieldPath: string;
  readonly ttl?: boolean;
  readonly indexes: readonly { readonly order: Order; readonly queryScope: Scope }[];
}

type Scope = 'COLLECTION' | 'COLLECTION_GROUP';
type Order = 'ASCENDING' | 'DESCENDING';

// Trusted as it is: it is the repository's own, and a wrong shape shows as an index that no query finds.
const spec = JSON.parse(readFileSync(new URL('../../firestore.indexes.json', import.meta.url), 'utf8')) as IndexSpec;

export const OVERRIDES = spec.fieldOverrides;

/** Each index that the file declares, such as `holds everywhere: status, expiresAt`. */
export const DECLARED: readonly string[] = [
  ...spec.indexes.map(({ collectionGroup, queryScope, fields }) =>
    label(collectionGroup, queryScope, fields.map(spoken)),
  ),
  ...spec.fieldOverrides.flatMap(({ collectionGroup, fieldPath, indexes }) =>
    indexes.map(({ order, queryScope }) => label(collectionGroup, queryScope, [spoken({ fieldPath, order })])),
  ),
];

function label(collection: string, scope: Scope, fields: readonly string[]): string {
  return `${collection}${scope === 'COLLECTION_GROUP' ? ' everywhere' : ''}: ${fields.join(', ')}`;
}

function spoken({ fieldPath, order }: { readonly fieldPath: string; readonly order: Order }): string {
  return order === 'DESCENDING' ? `${fieldPath} descending` : fieldPath;
}

/** The override of `collection.field` or of a map that holds the field, which then decides for it. */
export function overrideOf(collection: string, field: string): Override | undefined {
  return OVERRIDES.find(
    (one) => one.collectionGroup === collection && (field === one.fieldPath || field.startsWith(`${one.fieldPath}.`)),
  );
}

/**
 * The fields of a document of `collection` that have an index of their own, by their paths: each costs every write that
 * changes it two entries.
 */
export function indexedFields(collection: string, data: Readonly<Record<string, unknown>>, outer = ''): string[] {
  return Object.entries(data).flatMap(([name, value]) => {
    const field = outer === '' ? name : `${outer}.${name}`;
    if (overrideOf(collection, field)?.indexes.length === 0) return [];
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value) && !('_seconds' in value);
    return isMap ? indexedFields(collection, { ...value }, field) : [field];
  });
}
