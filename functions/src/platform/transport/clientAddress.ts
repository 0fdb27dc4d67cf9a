import { settings } from '../runtime/settings.ts';

interface AddressedRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly socket?: { readonly remoteAddress?: string | undefined } | undefined;
}

/**
 * The caller's address as the platform's front end vouches for it. The front end appends what it saw to
 * `x-forwarded-for`, so the entry that counts is the right-most one, further left by each trusted proxy of our own; all
 * that stands before it was written by the caller.
 */
export function clientAddress(request: AddressedRequest, trustedHops = settings().TRUSTED_PROXY_HOPS): string {
  const header = request.headers['x-forwarded-for'];
  const text = typeof header === 'string' ? header : (header ?? []).join(',');
  const hops = text.split(',').map((hop) => hop.trim());
  const vouched = hops[hops.length - 1 - trustedHops];
  return vouched || request.socket?.remoteAddress || 'unknown';
}
