import assert from 'node:assert/strict';
import fc from 'fast-check';
import { domains } from '../../functions/src/gathered.ts';
import { fieldsThatName, personalCollections } from '../../functions/src/users/personalCollections.ts';
import { placeOf, withoutOthers } from '../../functions/src/users/personalDataRules.ts';

const OWN = 'own-uid';
const OTHER = 'other-uid';
const PLACES = personalCollections(domains);
const NAMING = [
  'actor',
  'approvedBy',
  'approvals',
  'referredBy',
  'referrerUid',
  'requestedBy',
  'reviewedBy',
  'waitingFor',
];
const PEOPLE = new Set(NAMING);

/** Stored data that names people only where documents do. */
const somebody = fc.constantFrom(OWN, OTHER, 'system:job', null);
const plain = fc.oneof(fc.integer(), fc.constantFrom('coins', 'available', ''), fc.boolean(), fc.constant(null));
const document = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, plain, fc.array(tie('value'), { maxLength: 3 }), tie('fields')),
  fields: fc
    .tuple(
      fc.dictionary(fc.constantFrom('legs', 'details', 'amount', 'data'), tie('value'), { maxKeys: 3 }),
      fc.dictionary(fc.constantFrom(...NAMING), fc.oneof(somebody, fc.array(somebody)), { maxKeys: 3 }),
      fc.dictionary(fc.constantFrom('reference', 'subject'), fc.constantFrom(`users/${OTHER}`, `users/${OWN}`, 'hold')),
    )
    .map((parts) => Object.assign({}, ...parts) as Record<string, unknown>),
})).fields;

describe('what an export shows', () => {
  it('never names another person, wherever in a document that one stands', () => {
    fc.assert(
      fc.property(document, (data) => {
        assert.ok(!JSON.stringify(withoutOthers(data, OWN, PEOPLE)).includes(OTHER));
      }),
    );
  });

  it('is the document itself, to the letter, where nobody else is in it', () => {
    fc.assert(
      fc.property(document, (data) => {
        const alone = JSON.parse(JSON.stringify(data).replaceAll(OTHER, OWN));
        assert.deepEqual(withoutOthers(alone, OWN, PEOPLE), alone);
      }),
    );
  });

  it('knows every field that names people from the domains that store it', () => {
    assert.deepEqual(fieldsThatName(domains), PEOPLE);
  });

  it('is as complete as the document: the same fields, the same lists', () => {
    fc.assert(
      fc.property(document, (data) => {
        assert.deepEqual(shapeOf(withoutOthers(data, OWN, PEOPLE)), shapeOf(data));
      }),
    );
  });

  it('reads on in the collection of the document that came last, behind it', () => {
    for (const [index, { collection, find }] of PLACES.entries()) {
      const id = find === 'id' ? OWN : 'some-id';
      assert.deepEqual(placeOf(PLACES, `${collection.replace('{uid}', OWN)}/${id}`, OWN), { index, id });
    }
    assert.deepEqual(placeOf(PLACES, undefined, OWN), { index: 0, id: null });
    assert.deepEqual(placeOf(PLACES, `users/${OWN}`, OWN), { index: 0, id: null });
    assert.deepEqual(placeOf(PLACES, `users/${OTHER}/days/2026-11-20`, OWN), { index: 0, id: null });
  });
});

describe('what a deletion leaves', () => {
  it('blanks only fields that it names, and names fields only to blank them', () => {
    for (const { onDeletion, blanked = [], find } of PLACES) {
      assert.equal(blanked.length > 0, onDeletion === 'blank');
      if (onDeletion === 'blank') assert.equal(find, 'field');
    }
  });

  it('lists each collection once', () => {
    const names = PLACES.map(({ collection }) => collection);
    assert.equal(new Set(names).size, names.length);
  });
});

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return 'leaf';
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}
