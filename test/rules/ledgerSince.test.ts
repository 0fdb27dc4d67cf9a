import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sha256Hex } from '../../functions/src/platform/crypto/crypto.ts';
import { type Audit, LedgerAudit } from '../../functions/src/wallet/auditRules.ts';
import {
  firstMovedDay,
  movedIn,
  movedValue,
  SHARDS,
  shardOf,
  shardsFrom,
  type Verified,
} from '../../functions/src/wallet/movedRules.ts';
import type { Posting } from '../../functions/src/wallet/rules.ts';
import { type Ledger, ledgerOf, named, sealed, withPosting } from './ledgerAudits.ts';
import { commands, credit, type History, play } from './ledgerHistory.ts';

const uid = 'somebody';
/** A history, and how far it was verified before the rest of it happened. */
const verifiedOnce = fc.tuple(commands, commands).map(([earlier, later]): { known: Verified; whole: History } => {
  const { verified } = replayed(ledgerOf(play(uid, earlier), 5));
  assert.ok(verified);
  return { known: verified, whole: play(uid, [...earlier, ...later]) };
});

function replayed(ledger: Ledger, compared?: Verified): Audit {
  return told(new LedgerAudit(uid, sha256Hex, { compared }), ledger, ledger.pages.length);
}

/** As verification goes on from what is known: from the newest page back, and no further than it has to. */
function since(ledger: Ledger, known: Verified): Audit {
  return told(new LedgerAudit(uid, sha256Hex, { compared: known, begins: known }), ledger, 0);
}

function told(audit: LedgerAudit, { pages, wallet, holds }: Ledger, atLeast: number): Audit {
  let read = 0;
  for (const { id, postings } of pages.toReversed()) {
    if (read >= atLeast && audit.reaches(wallet.version)) break;
    for (const posting of postings) audit.addPosting(posting, id);
    read += 1;
  }
  for (const hold of holds) audit.addOpenHold(hold.currency, hold.amount);
  return audit.finish(wallet);
}

describe('a verification that goes on where the last one ended', () => {
  it('accepts whatever the rules have made since, and ends where a replay does', () => {
    fc.assert(
      fc.property(verifiedOnce, fc.integer({ min: 1, max: 12 }), ({ known, whole }, size) => {
        const ledger = ledgerOf(whole, size);
        const audit = since(ledger, known);
        assert.deepEqual(named(audit), []);
        assert.deepEqual(audit.verified, replayed(ledger, known).verified);
        assert.equal(audit.postings, whole.postings.length - known.sequence);
      }),
    );
  });

  it('finds whatever was changed since, sealed anew or not', () => {
    fc.assert(
      fc.property(verifiedOnce, fc.nat(), fc.boolean(), ({ known, whole }, at, sealsAnew) => {
        const fresh = whole.postings.length - known.sequence;
        fc.pre(fresh > 0);
        const changed = (posting: Posting) => ({ ...posting, actor: 'somebody else' });
        const ledger = withPosting(ledgerOf(whole, 4), known.sequence + 1 + (at % fresh), (posting) => [
          sealsAnew ? sealed(changed(posting)) : changed(posting),
        ]);
        assert.notDeepEqual(named(since(ledger, known)), []);
      }),
    );
  });

  it('finds a lost posting, and a wallet that went on without one', () => {
    const its = play(uid, [credit(5), credit(6), credit(7)]);
    const known = replayed(ledgerOf(play(uid, [credit(5)]), 5)).verified;
    assert.ok(known);
    const ledger = ledgerOf(its, 5);
    assert.deepEqual(
      named(
        since(
          withPosting(ledger, 2, () => []),
          known,
        ),
      ),
      ['posting-missing@2'],
    );
    const wallet = { ...its.wallet, version: 4 };
    assert.deepEqual(named(since({ ...ledger, wallet }, known)), ['posting-missing@4', 'wallet-version']);
  });

  it('does not go on from what nobody has verified, and a replay finds that', () => {
    fc.assert(
      fc.property(verifiedOnce, fc.integer({ min: 1, max: 9 }), ({ known, whole }, more) => {
        const { coins } = known.balances;
        const forged: Verified[] = [
          { ...known, hash: 'f'.repeat(64) },
          { ...known, balances: { ...known.balances, coins: { ...coins, available: coins.available + more } } },
          { ...known, debt: { ...known.debt, gems: known.debt.gems + more } },
        ];
        const ledger = ledgerOf(whole, 4);
        for (const one of forged) {
          assert.notDeepEqual(named(since(ledger, one)), []);
          const found = replayed(ledger, one).discrepancies.map(({ kind }) => kind);
          assert.deepEqual([...new Set(found)], ['checkpoint-mismatch']);
        }
        const ahead = { ...known, sequence: whole.postings.length + more };
        assert.notDeepEqual(named(since(ledger, ahead)), []);
        assert.deepEqual(named(replayed(ledger, ahead)), [`checkpoint-mismatch@${ahead.sequence}`]);
      }),
    );
  });
});

describe('wallets that have moved', () => {
  const day = Date.UTC(2026, 2, 4, 12);

  it('are looked for by the day of their newest posting, and by a shard that stays the same', () => {
    assert.equal(movedIn('a', day, sha256Hex), movedValue('2026-03-04', shardOf('a', sha256Hex)));
    const shards = Array.from({ length: 2_000 }, (_, at) => shardOf(`player-${at}`, sha256Hex));
    for (let shard = 0; shard < SHARDS; shard += 1) {
      assert.ok(shards.filter((one) => one === shard).length > 60, `shard ${shard}`);
    }
  });

  it('are visited from the day on which the run before began, whatever the clocks', () => {
    assert.equal(firstMovedDay(day, day + 5), '2026-03-04');
    assert.equal(firstMovedDay(Date.UTC(2026, 2, 4, 0, 30), day), '2026-03-03');
    assert.equal(firstMovedDay(null, day), '2026-02-24');
  });

  it('are begun with another shard each time, and all of them are visited', () => {
    const firsts = new Set(Array.from({ length: SHARDS }, (_, at) => shardsFrom(day + at * 300_000)[0]));
    assert.equal(firsts.size, SHARDS);
    assert.deepEqual(
      shardsFrom(day).toSorted((left, right) => left - right),
      Array.from({ length: SHARDS }, (_, at) => at),
    );
  });
});
