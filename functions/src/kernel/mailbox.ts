import { withoutOuterBlanks } from './typedText.ts';

const DOTLESS = new Set(['gmail.com', 'googlemail.com']);

/**
 * One form for all spellings of a mailbox, wherever mailboxes are compared: case, a `+tag`, and the dots that Gmail
 * ignores make no difference, and neither does which of its two names Gmail goes by.
 */
export function mailboxOf(email: string): string {
  const address = withoutOuterBlanks(email).toLowerCase();
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  const [name = ''] = address.slice(0, at).split('+');
  return DOTLESS.has(domain) ? `${name.replaceAll('.', '')}@gmail.com` : `${name}@${domain}`;
}
