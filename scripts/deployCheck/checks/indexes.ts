import { type Check, counted, type Problem, problemsOf } from '../check.ts';
import type { CompositeIndex, FieldOverride, IndexedField } from '../rehearsal.ts';

/** Firestore's limits of a database with billing, which functions need anyway (firebase.google.com/docs/firestore/quotas). */
const MAX_COMPOSITE = 1000;
/** An exemption and a TTL policy of one field count once. */
const MAX_FIELDS = 1000;
const MAX_FIELDS_OF_INDEX = 100;
const MAX_ID_BYTES = 1500;
/** Firestore's own name of a document's id, which is the last field of every index. */
const NAME = '__name__';

export const indexes: Check = {
  name: 'indexes',
  judge: ({ indexes: { indexes: composite, fieldOverrides, refusal } }) => {
    const expiring = fieldOverrides.filter(({ ttl }) => ttl === true);
    return {
      fine: `${counted(composite.length, 'composite index')} of ${MAX_COMPOSITE}, ${counted(fieldOverrides.length, 'field')} of ${MAX_FIELDS}, ${expiring.length} of them with a TTL`,
      problems: [
        ...problemsOf(
          refusal === undefined ? [] : [`firestore.indexes.json: ${refusal}`],
          'The Firebase CLI stops at this.',
        ),
        ...composite.flatMap(problemsOfIndex),
        ...fieldOverrides.flatMap(problemsOfOverride),
        ...problemsOf(repeated(composite.map(described)), 'Firestore has it already after the first; drop the others.'),
        ...problemsOf(
          repeated(fieldOverrides.map(({ collectionGroup, fieldPath }) => `${collectionGroup}.${fieldPath}`)),
          'The last one wins and takes away what the others set; make one of them.',
        ),
        ...problemsOf(
          repeated(expiring.map(({ collectionGroup }) => `the TTL of ${collectionGroup}`)),
          'Firestore lets one field of a collection decide when its documents expire.',
        ),
        ...tooMany(composite.length, MAX_COMPOSITE, 'composite index'),
        ...tooMany(fieldOverrides.length, MAX_FIELDS, 'field'),
      ],
    };
  },
};

function problemsOfIndex(index: CompositeIndex): readonly Problem[] {
  const { collectionGroup, fields } = index;
  const named = fields.filter(({ fieldPath }) => fieldPath !== NAME);
  const arrays = fields.filter(({ arrayConfig }) => arrayConfig !== undefined);
  const wrong = [
    ...(isAutomatic(fields) ? [`${described(index)} is there without being declared`] : []),
    ...(fields.findIndex(({ fieldPath }) => fieldPath === NAME) === named.length || named.length === fields.length
      ? []
      : [`${described(index)} has ${NAME} before its end, or twice`]),
    ...(arrays.length > 1
      ? [`${described(index)} has two arrays, and every pair of their members would be an entry`]
      : []),
    ...(fields.length > MAX_FIELDS_OF_INDEX ? [`${described(index)} has ${fields.length} fields`] : []),
    ...repeated(named.map(({ fieldPath }) => `${fieldPath} in ${described(index)}`)),
    ...badNames(collectionGroup, fields),
  ];
  return problemsOf(wrong, 'Firestore refuses such an index: change it, or drop it where the automatic one is enough.');
}

/** One field, in the order of the document ids, is what every field has by itself; a collection group's is an override. */
function isAutomatic(fields: readonly IndexedField[]): boolean {
  const [first, second] = fields;
  if (first === undefined) return true;
  if (second === undefined) return true;
  return fields.length === 2 && second.fieldPath === NAME && (second.order ?? first.order) === first.order;
}

function problemsOfOverride(override: FieldOverride): readonly Problem[] {
  const { collectionGroup, fieldPath, indexes: single } = override;
  const place = `${collectionGroup}.${fieldPath}`;
  const wrong = [
    ...(fieldPath === NAME ? [`${place} cannot be exempted`] : []),
    ...repeated(
      single.map(
        ({ order, arrayConfig, queryScope = 'COLLECTION' }) => `${queryScope} ${order ?? arrayConfig} of ${place}`,
      ),
    ),
    ...badNames(collectionGroup, [override]),
  ];
  return problemsOf(wrong, 'Firestore refuses such an override: change it, or drop it.');
}

function badNames(collectionGroup: string, fields: readonly { readonly fieldPath: string }[]): string[] {
  const isReserved = (name: string) => /^__.*__$/.test(name) && name !== NAME;
  const collection = /^(?!\.{1,2}$)[^/]+$/.test(collectionGroup) && !isReserved(collectionGroup);
  const bad = fields.filter(({ fieldPath }) =>
    fieldPath.split('.').some((name) => name === '' || isReserved(name) || Buffer.byteLength(name) > MAX_ID_BYTES),
  );
  return [
    ...(collection && Buffer.byteLength(collectionGroup) <= MAX_ID_BYTES
      ? []
      : [`"${collectionGroup}" is no id of a collection`]),
    ...bad.map(({ fieldPath }) => `"${fieldPath}" of ${collectionGroup} is no field`),
  ];
}

/** With the document id at its end, as Firestore completes it. */
function described({ collectionGroup, queryScope, fields }: CompositeIndex): string {
  const last = fields.at(-1);
  const whole = last?.fieldPath === NAME ? fields : [...fields, { fieldPath: NAME, order: last?.order ?? 'ASCENDING' }];
  const parts = whole.map(({ fieldPath, order, arrayConfig }) => `${fieldPath} ${order ?? arrayConfig ?? ''}`.trim());
  return `${collectionGroup} (${queryScope}): ${parts.join(', ')}`;
}

function repeated(labels: readonly string[]): string[] {
  return [...new Set(labels.filter((label, at) => labels.indexOf(label) !== at))].map(
    (label) => `${label} is there twice`,
  );
}

function tooMany(count: number, most: number, noun: string): readonly Problem[] {
  return count > most ? problemsOf([`there are ${counted(count, noun)}`], `A database has ${most} at most.`) : [];
}
