/** What an Internet provider gives to one household: whoever has one address of it has all 2^64 of them. */
const NETWORK_BYTES = 8;

/**
 * The form in which an address is counted and compared, wherever that is (limits, fraud, usual places): an IPv4 address as
 * itself, also where it comes mapped into IPv6 (`::ffff:192.0.2.1`), and any other IPv6 address as its /64, such as
 * `2001:db8:0:1::/64`. What is no address stays as it is.
 */
export async function canonicalAddress(address: string): Promise<string> {
  // IPv4 needs no library, and most instances will never load it.
  if (!address.includes(':')) return address;
  const { default: ipaddr } = await import('ipaddr.js');
  if (!ipaddr.IPv6.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const bytes = parsed.toByteArray().fill(0, NETWORK_BYTES);
  return `${ipaddr.fromByteArray(bytes).toString()}/64`;
}
