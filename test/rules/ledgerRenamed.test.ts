import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sha256Hex } from '../../functions/src/platform/crypto/crypto.ts';
import { type LedgerPage, Resealing } from '../../functions/src/wallet/resealRules.ts';
import type { Posting } from '../../functions/src/wallet/rules.ts';
import { auditOf, type Ledger, ledgerOf, named, sealed, withPosting } from './ledgerAudits.ts';
import { commands, credit, play } from './ledgerHistory.ts';

const names = { uid: 'line:U1', pseudonym: 'former-0123456789abcdef' };
const history = commands.map((given) => play(names.uid, given));
const pageSize = fc.integer({ min: 1, max: 12 });

/** The same ledger, as it is copied page by page under the pseudonym. */
function renamed({ pages, wallet, ...ledger }: Ledger): Ledger & { readonly waited: number } {
  const resealing = new Resealing(names, sha256Hex);
  const written: LedgerPage[] = [];
  let waited = 0;
  for (const [at, { id, postings }] of pages.entries()) {
    const data = { uid: names.uid, date: id.slice(0, 10), postings, archives: 0 };
    written.push(...resealing.add({ path: `users/${names.uid}/days/${id}`, data }));
    waited = Math.max(waited, at + 1 - written.length);
  }
  written.push(...resealing.rest());
  const copied = written.map(({ path, data }) => {
    assert.equal(data.uid, names.pseudonym);
    return { id: path.split('/')[3] ?? '', postings: data.postings as readonly Posting[] };
  });
  const headHash = resealing.headOf(wallet.headHash);
  return { ...ledger, uid: names.pseudonym, pages: copied, wallet: { ...wallet, headHash }, waited };
}

/** As a player's own postings are, which name the player. */
function ownPostings(ledger: Ledger): Ledger {
  let previous: Posting | undefined;
  const all = ledger.pages.flatMap(({ postings }) => postings);
  let own = ledger;
  for (const posting of all.toSorted((one, other) => one.sequence - other.sequence)) {
    const previousHash = previous?.hash ?? posting.previousHash;
    const actor = posting.sequence % 2 === 0 ? names.uid : posting.actor;
    const reference = posting.sequence % 3 === 0 ? 'users/somebody' : posting.reference;
    const now = sealed({ ...posting, actor, reference, previousHash });
    own = withPosting(own, posting.sequence, () => [now]);
    previous = now;
  }
  return { ...own, wallet: { ...own.wallet, headHash: previous?.hash ?? own.wallet.headHash } };
}

describe('a ledger that is given a pseudonym', () => {
  it('verifies under it and moves the same money, however its pages interleave', () => {
    fc.assert(
      fc.property(history, pageSize, (its, size) => {
        const before = ownPostings(ledgerOf(its, size));
        assert.deepEqual(named(auditOf(before)), []);
        const after = renamed(before);
        assert.deepEqual(named(auditOf(after)), []);
        assert.deepEqual(auditOf(after).totals, auditOf(before).totals);
        assert.ok(!JSON.stringify(after).includes(names.uid) && !JSON.stringify(after).includes('somebody'));
      }),
    );
  });

  it('keeps no more pages waiting than a week of late events can interleave', () => {
    const long = play(
      names.uid,
      Array.from({ length: 60 }, (_, at) => ({ ...credit(1), daysLate: at % 8 })),
    );
    assert.ok(renamed(ledgerOf(long, 3)).waited <= 40);
  });

  it('hides nothing that was wrong with it', () => {
    const ledger = ledgerOf(play(names.uid, [credit(5), credit(6), credit(7)]), 5);
    const broken: Record<string, Ledger> = {
      changed: withPosting(ledger, 2, (posting) => [{ ...posting, configVersion: 99 }]),
      lost: withPosting(ledger, 2, () => []),
      unchained: withPosting(ledger, 2, (posting) => [sealed({ ...posting, previousHash: 'another' })]),
      twice: { ...ledger, wallet: { ...ledger.wallet, headHash: 'another' } },
    };
    for (const [what, one] of Object.entries(broken)) {
      const found = named(auditOf(one));
      assert.ok(found.length > 0, what);
      assert.deepEqual(named(auditOf(renamed(one))), found, what);
    }
  });
});
