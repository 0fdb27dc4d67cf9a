import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseEconomyConfig } from '../../functions/src/contract.ts';
import { changedPaths } from '../../functions/src/economy/rules.ts';
import { isOn } from '../../functions/src/platform/configuration/feature.ts';
import { currentTrace, startTrace, withTrace } from '../../functions/src/platform/runtime/context.ts';
import { ingressSettings } from '../../functions/src/platform/runtime/ingress.ts';
import { believesOnlyProxies } from '../../functions/src/platform/runtime/settings.ts';
import { canonicalJson, keyedRequest } from '../../functions/src/platform/storage/idempotency.ts';
import { canonicalAddress } from '../../functions/src/platform/transport/canonicalAddress.ts';
import { clientAddress } from '../../functions/src/platform/transport/clientAddress.ts';

const address = fc.ipV4();
const json = fc.jsonValue({ maxDepth: 4 });

/** The same value with the fields of every object in another order. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, reordered(inner)] as const);
  return Object.fromEntries(entries.reverse());
}

describe('the client address', () => {
  it('is the right-most hop, whatever the caller wrote before it', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 5 }), address, (forged, real) => {
        const headers = { 'x-forwarded-for': [...forged, real].join(', ') };
        assert.equal(clientAddress({ headers, socket: { remoteAddress: '10.0.0.1' } }, 0), real);
      }),
    );
  });

  it('is one hop further left for each proxy of our own', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 5 }), address, fc.array(address, { maxLength: 4 }), (...case_) => {
        const [forged, real, proxies] = case_;
        const headers = { 'x-forwarded-for': [...forged, real, ...proxies].join(',') };
        assert.equal(clientAddress({ headers }, proxies.length), real);
      }),
    );
  });

  it('is the socket where the header has fewer hops than trusted proxies, and never a forged entry', () => {
    const socket = { remoteAddress: '10.0.0.1' };
    assert.equal(clientAddress({ headers: { 'x-forwarded-for': '6.6.6.6' }, socket }, 1), '10.0.0.1');
    assert.equal(clientAddress({ headers: {}, socket }, 0), '10.0.0.1');
    assert.equal(clientAddress({ headers: { 'x-forwarded-for': '' } }, 0), 'unknown');
  });
});

describe('the canonical form of an address', () => {
  const TABLE = [
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:0201', '192.0.2.1'],
    ['2001:db8:0:1:aaaa:bbbb:cccc:dddd', '2001:db8:0:1::/64'],
    ['2001:DB8::1:0:0:0:1', '2001:db8:0:1::/64'],
    ['2001:0db8:0000:0001::', '2001:db8:0:1::/64'],
    ['2001:db8:0:2::1', '2001:db8:0:2::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['::1', '::/64'],
    ['unknown', 'unknown'],
    ['', ''],
    ['0x7f.1', '0x7f.1'],
    ['192.0.2.1:443', '192.0.2.1:443'],
  ] as const;

  for (const [address, canonical] of TABLE) {
    it(`is ${JSON.stringify(canonical)} of ${JSON.stringify(address)}`, async () => {
      assert.equal(await canonicalAddress(address), canonical);
    });
  }

  it('is one for all addresses of a household, and another for each other household', async () => {
    const half = fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 0xffff })));
    const written = (groups: readonly number[]) => groups.map((group) => group.toString(16)).join(':');
    await fc.assert(
      fc.asyncProperty(half, half, half, half, async (home, other, here, there) => {
        fc.pre(written(home) !== written(other) && home[0] !== 0 && other[0] !== 0);
        const [one, another, elsewhere] = await Promise.all(
          [home.concat(here), home.concat(there), other.concat(here)].map((groups) =>
            canonicalAddress(written(groups)),
          ),
        );
        assert.equal(one, another);
        assert.notEqual(one, elsewhere);
        assert.equal(await canonicalAddress(one?.replace('/64', '') ?? ''), one);
      }),
    );
  });
});

describe('hops of proxies that are believed', () => {
  it('are none where anybody can call past them', () => {
    for (const hops of [0, 1, 8]) {
      assert.equal(believesOnlyProxies(hops, 'ALLOW_ALL'), hops === 0);
      assert.ok(believesOnlyProxies(hops, 'ALLOW_INTERNAL_AND_GCLB'));
    }
  });

  it('come with an ingress that is read where the functions are discovered, from the files of their settings', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ingress-'));
    writeFileSync(join(folder, '.env'), 'INGRESS=ALLOW_ALL\n');
    writeFileSync(join(folder, '.env.studio'), 'INGRESS=ALLOW_INTERNAL_AND_GCLB\n');
    const behind = { ingressSettings: 'ALLOW_INTERNAL_AND_GCLB' };
    const discovery = (GCLOUD_PROJECT: string) => ({ FUNCTIONS_CONTROL_API: 'true', GCLOUD_PROJECT });
    assert.deepEqual(ingressSettings(discovery('studio'), folder), behind);
    assert.deepEqual(ingressSettings(discovery('another'), folder), {});
    assert.deepEqual(ingressSettings({ GCLOUD_PROJECT: 'studio' }, folder), {});
    assert.deepEqual(ingressSettings({ INGRESS: 'ALLOW_INTERNAL_AND_GCLB' }, folder), behind);
    rmSync(folder, { recursive: true });
  });
});

const both = (input: unknown) => ({ sent: input, filled: input });

describe('the fingerprint of a request', () => {
  it('is the same whatever the order of fields, at every depth', () => {
    fc.assert(
      fc.property(json, (input) => {
        assert.equal(canonicalJson(reordered(input)), canonicalJson(input));
        assert.equal(
          keyedRequest('u', 'f', 'k', both(reordered(input))).fingerprint,
          keyedRequest('u', 'f', 'k', both(input)).fingerprint,
        );
      }),
    );
  });

  it('differs for different inputs', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other) || canonicalJson(one) === canonicalJson(other);
        assert.equal(canonicalJson(one) === canonicalJson(other), same);
        assert.deepEqual(JSON.parse(canonicalJson(one)), JSON.parse(JSON.stringify(one)));
      }),
    );
  });

  it('is of what was sent, whatever a contract of today fills in', () => {
    const [before, after] = [{ dryRun: false }, { dryRun: false, optionalFromNowOn: null }].map((filled) =>
      keyedRequest('u', 'f', 'k', { sent: { a: 1 }, filled }),
    );
    assert.equal(before?.fingerprint, after?.fingerprint);
    assert.notEqual(before?.filledFingerprint, after?.filledFingerprint);
  });

  it('does not depend on the key, while the scope depends on caller, function and key', () => {
    const base = keyedRequest('u', 'f', 'k', both({ a: 1 }));
    assert.equal(keyedRequest('u2', 'f2', 'k2', both({ a: 1 })).fingerprint, base.fingerprint);
    const scopes = [
      base,
      keyedRequest('u2', 'f', 'k', both(1)),
      keyedRequest('u', 'f2', 'k', both(1)),
      keyedRequest('u', 'f', 'k2', both(1)),
    ];
    assert.equal(new Set(scopes.map(({ scope }) => scope)).size, scopes.length);
  });

  it('keeps scopes apart whose parts only look alike when joined', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.string(), fc.string(), fc.string()),
        fc.tuple(fc.string(), fc.string(), fc.string()),
        (a, b) => {
          fc.pre(JSON.stringify(a) !== JSON.stringify(b));
          assert.notEqual(keyedRequest(...a, both({})).scope, keyedRequest(...b, both({})).scope);
        },
      ),
    );
  });
});

describe('a staged rollout', () => {
  const percent = fc.integer({ min: 0, max: 100 });

  it('never turns off for a player as the percentage grows, and is stable', () => {
    fc.assert(
      fc.property(fc.uuid(), percent, percent, (uid, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        if (isOn('events', { percent: less }, uid)) assert.ok(isOn('events', { percent: more }, uid));
        assert.equal(isOn('events', { percent: one }, uid), isOn('events', { percent: one }, uid));
      }),
    );
  });

  it('is off for all at 0 % and on for all at 100 %', () => {
    fc.assert(
      fc.property(fc.string(), fc.uuid(), (feature, uid) => {
        assert.deepEqual([isOn(feature, { percent: 0 }, uid), isOn(feature, { percent: 100 }, uid)], [false, true]);
      }),
    );
  });

  it('reaches about its percentage of players, and different players for different features', () => {
    const uids = Array.from({ length: 5_000 }, (_, index) => `player-${index}`);
    const reached = (feature: string) => uids.filter((uid) => isOn(feature, { percent: 30 }, uid));
    const [one, other] = [reached('events'), new Set(reached('referrals'))];
    assert.ok(Math.abs(one.length - 1_500) < 200, `${one.length} of 5000`);
    assert.ok(Math.abs(one.filter((uid) => other.has(uid)).length - 450) < 150);
  });
});

describe('changed paths', () => {
  const leaf = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ max: 1 }));
  const nested = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.oneof(fc.boolean(), fc.array(leaf), leaf));

  it('are none between equal configurations, whatever the order of fields', () => {
    fc.assert(fc.property(json, (value) => assert.deepEqual(changedPaths(value, reordered(value)), [])));
  });

  it('name exactly what a configuration changed', () => {
    const before = parseEconomyConfig({});
    const after = parseEconomyConfig({
      events: { adCoins: 7, games: { ...before.events.games, chess: { winCoins: 1, minDurationSeconds: 1 } } },
      features: { events: { percent: 5 }, referrals: true },
    });
    assert.deepEqual(changedPaths(before, after), ['events.adCoins', 'events.games.chess', 'features.events']);
    assert.deepEqual(changedPaths(after, before), changedPaths(before, after));
  });

  it('are alphabetical and never repeat', () => {
    fc.assert(
      fc.property(nested, nested, (x, y) => {
        const paths = changedPaths(x, y);
        assert.equal(new Set(paths).size, paths.length);
        const tops = paths.map((path) => path[0]);
        assert.deepEqual(tops, [...tops].sort());
      }),
    );
  });
});

describe('a trace', () => {
  it('keeps a short printable correlation id of the client', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\x21-\x7e]{1,128}$/), (offered) => {
        assert.equal(startTrace('f', offered).correlationId, offered);
      }),
    );
  });

  it('replaces any other, so that logs cannot be forged through it', () => {
    for (const offered of ['', ' ', 'a b', 'a\nb', 'a\u0000', 'ä', '\ud800', 'x'.repeat(129)]) {
      assert.match(startTrace('f', offered).correlationId, /^[0-9a-f-]{36}$/);
    }
  });

  it('is seen by all that its work awaits, and by nothing beside it', async () => {
    const seen = await Promise.all(
      ['one', 'two'].map((id) =>
        withTrace(startTrace('f', id), async () => {
          await new Promise((resolve) => setImmediate(resolve));
          return currentTrace()?.correlationId;
        }),
      ),
    );
    assert.deepEqual(seen, ['one', 'two']);
    assert.equal(currentTrace(), undefined);
  });
});
