import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readAllowedAddresses } from '../../functions/src/platform/transport/allowedAddresses.ts';

/** List, address, and whether the one has the other. */
const TABLE: readonly (readonly [list: string, address: string, has: boolean])[] = [
  ['203.0.113.7', '203.0.113.7', true],
  ['203.0.113.7', '203.0.113.8', false],
  ['203.0.113.7', '::ffff:203.0.113.7', true],
  ['203.0.113.7', '::ffff:cb00:7107', true],
  ['203.0.113.7', '::FFFF:CB00:7108', false],
  ['::ffff:203.0.113.7', '203.0.113.7', true],
  ['::ffff:203.0.113.0/120', '203.0.113.200', true],
  ['::ffff:203.0.113.0/120', '203.0.114.1', false],
  ['198.51.100.0/24', '198.51.100.0', true],
  ['198.51.100.0/24', '198.51.100.255', true],
  ['198.51.100.0/24', '198.51.101.0', false],
  ['198.51.100.77/24', '198.51.100.1', true],
  ['198.51.100.4/31', '198.51.100.5', true],
  ['198.51.100.4/31', '198.51.100.6', false],
  ['0.0.0.0/0', '192.0.2.1', true],
  ['0.0.0.0/0', '2001:db8::1', false],
  ['::/0', '2001:db8::1', true],
  // Whoever opens the door to all of IPv6 has said nothing of IPv4.
  ['::/0', '192.0.2.1', false],
  ['::/0', '::ffff:192.0.2.1', false],
  ['2001:db8::/33', '2001:db8:7fff::1', true],
  ['2001:db8::/33', '2001:db8:8000::1', false],
  ['2001:db8::1', '2001:0db8:0:0:0:0:0:1', true],
  ['2001:DB8::1/128', '2001:db8::2', false],
  [' 192.0.2.1 ,2001:db8::/32, 198.51.100.0/24', '198.51.100.9', true],
  [' 192.0.2.1 ,2001:db8::/32, 198.51.100.0/24', '2001:db8:1::', true],
  ['::/0,0.0.0.0/0', 'unknown', false],
  ['::/0,0.0.0.0/0', '', false],
  ['::/0,0.0.0.0/0', '192.0.2.1, 192.0.2.2', false],
  ['::/0,0.0.0.0/0', '192.0.2.1:443', false],
  ['::/0,0.0.0.0/0', 'fe80::1%eth0', false],
  ['127.0.0.1', '0x7f.0.0.1', false],
  ['127.0.0.1', '127.1', false],
];

const UNREADABLE = [
  ...['nowhere', '203.0.113', '203.0.113.256', '203.0.113.07', '1', 'office.example', '203.0.113.7:443'],
  ...['203.0.113.0/33', '203.0.113.0/', '203.0.113.0/-1', '203.0.113.0/8/8', '203.0.113.0/255.255.255.0', '/8'],
  ...['2001:db8::/129', '2001:db8', '2001:db8:::1', 'fe80::1%eth0', 'fe80::/10%eth0', '[2001:db8::1]', '*'],
];

describe('the addresses that may knock', () => {
  for (const [list, address, has] of TABLE) {
    it(`${JSON.stringify(list)} ${has ? 'has' : 'does not have'} ${JSON.stringify(address)}`, () => {
      assert.equal(readAllowedAddresses(list)?.has(address), has);
    });
  }

  it('are all where nothing is set', () => {
    for (const text of ['', '  ']) assert.equal(readAllowedAddresses(text), undefined);
  });

  it('are refused as a whole where one entry is wrong, which is named', () => {
    for (const wrong of [...UNREADABLE, '']) {
      for (const text of [`${wrong},192.0.2.1`, `192.0.2.1,${wrong}`]) {
        assert.throws(() => readAllowedAddresses(text), {
          name: 'UnreadableAddresses',
          message: `${JSON.stringify(wrong)} is neither an address nor a network such as 192.0.2.0/24`,
        });
      }
    }
  });

  it('are those whose first bits are the network’s, as whole numbers have it', () => {
    const four = fc.tuple(fc.ipV4(), fc.ipV4(), fc.nat(32));
    fc.assert(
      fc.property(four, fc.boolean(), ([network, address, prefix], isNear) => {
        const asked = isNear ? near(network, prefix) : address;
        const same = (numberOf(network) ^ numberOf(asked)) >> BigInt(32 - prefix) === 0n;
        const list = readAllowedAddresses(`${network}/${prefix}`);
        assert.deepEqual([list?.has(asked), list?.has(`::ffff:${asked}`)], [same, same]);
      }),
    );
  });
});

function numberOf(address: string): bigint {
  return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

/** The address that differs from the network's in its first bit behind the prefix, or within it in the last one. */
function near(network: string, prefix: number): string {
  const flipped = numberOf(network) ^ (1n << BigInt(Math.min(31, 32 - prefix)));
  return [24n, 16n, 8n, 0n].map((shift) => (flipped >> shift) & 255n).join('.');
}
