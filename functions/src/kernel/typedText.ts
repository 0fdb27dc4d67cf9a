/**
 * What people type and paste means the same in whatever shape it comes: blanks of every script, tabs, line ends and marks
 * that nobody sees; hyphens and dashes; the wide letters of East Asian keyboards. A character that stands for something
 * else, such as an emoji, is left where it is, for whoever checks the result to refuse.
 */
const BLANKS = String.raw`\s\p{Cf}`;
const BLANKS_AND_DASHES = new RegExp(String.raw`[${BLANKS}\p{Pd}\u2212]`, 'gu');
const OUTER_BLANKS = new RegExp(`^[${BLANKS}]+|[${BLANKS}]+$`, 'gu');
const INNER_BLANKS = new RegExp(`[${BLANKS}]+`, 'gu');
/** `！` to `～`, which are the printable characters of ASCII at twice the width. */
const WIDE = /[\uff01-\uff5e]/g;
const WIDER_BY = 0xfee0;

/** A code or a number as a machine writes it: capitals and digits, and nothing between them. */
export function plainCode(text: string): string {
  return narrow(text).replaceAll(BLANKS_AND_DASHES, '').toUpperCase();
}

/** Without the blanks around it, as they come along when somebody copies. */
export function withoutOuterBlanks(text: string): string {
  return narrow(text).replaceAll(OUTER_BLANKS, '');
}

/** A name: one blank between words and none around them, and each letter in its one composed form. */
export function plainName(text: string): string {
  return text.replaceAll(INNER_BLANKS, ' ').trim().normalize('NFC');
}

function narrow(text: string): string {
  return text.replaceAll(WIDE, (one) => String.fromCharCode(one.charCodeAt(0) - WIDER_BY));
}
