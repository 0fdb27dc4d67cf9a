import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * A list of addresses and networks, IPv4 and IPv6, by Node's own arithmetic. An IPv4 address is the same whether it comes
 * as itself or mapped into IPv6 (`::ffff:192.0.2.1`), in the list as in a request; no network of IPv6 holds one.
 */
export interface AllowedAddresses {
  /** Whether the list has the address; what is no address is in no list. */
  has(address: string): boolean;
}

/** A list that cannot be read; the message names the entry. */
export class UnreadableAddresses extends Error {
  override readonly name = 'UnreadableAddresses';
}

const MAPPED_BITS = 96;
const MAPPED = new BlockList();
MAPPED.addSubnet('::ffff:0:0', MAPPED_BITS, 'ipv6');

/**
 * Reads `203.0.113.7, 198.51.100.0/24, 2001:db8::/32`; undefined for an empty text, which allows every address. Throws
 * {@link UnreadableAddresses} where one entry is wrong: half a list would be another list.
 */
export function readAllowedAddresses(text: string): AllowedAddresses | undefined {
  if (text.trim() === '') return undefined;
  const [four, six] = [new BlockList(), new BlockList()];
  for (const entry of text.split(',')) {
    const { network, prefix } = readEntry(entry.trim());
    const isSix = isIPv6(network);
    const holdsFour = !isSix || (isMapped(network) && prefix >= MAPPED_BITS);
    (holdsFour ? four : six).addSubnet(network, prefix, isSix ? 'ipv6' : 'ipv4');
  }
  return { has: (address) => isIn(address, four, six) };
}

function isIn(address: string, four: BlockList, six: BlockList): boolean {
  if (!isPlainAddress(address)) return false;
  if (!isIPv6(address)) return four.check(address, 'ipv4');
  return isMapped(address) ? four.check(address, 'ipv6') : six.check(address, 'ipv6');
}

function isMapped(address: string): boolean {
  return isIPv6(address) && MAPPED.check(address, 'ipv6');
}

function readEntry(entry: string): { readonly network: string; readonly prefix: number } {
  const [network = '', bits, ...more] = entry.split('/');
  const width = isIPv6(network) ? 128 : 32;
  const prefix = bits === undefined ? width : Number(bits);
  const isPrefix = bits === undefined || (/^\d{1,3}$/.test(bits) && prefix <= width);
  if (!isPlainAddress(network) || !isPrefix || more.length > 0) {
    throw new UnreadableAddresses(`${JSON.stringify(entry)} is neither an address nor a network such as 192.0.2.0/24`);
  }
  return { network, prefix };
}

/** An address of the internet; one with a zone (`fe80::1%eth0`) means something on one machine alone. */
function isPlainAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%');
}
