import { isEmail } from '../kernel/payoutFormats.ts';
import { referralCodeOf } from '../kernel/referralCodes.ts';
import { withoutOuterBlanks } from '../kernel/typedText.ts';

/** What the words in the one search box may be. Whatever can be two things is looked for as both. */
export interface Search {
  readonly uid: string | null;
  readonly email: string | null;
  /** In E.164. */
  readonly phoneNumber: string | null;
  readonly referralCode: string | null;
  /** Of a device or a withdrawal, which look alike. */
  readonly hash: string | null;
  readonly auditId: string | null;
}

const PHONE = /^\+?[\d\s().-]{6,24}$/;
const HASH = /^[0-9a-f]{64}$/;
const AUDIT_ID = /^[0-9a-f]{2}-\d{15}-[0-9a-f]{1,64}$/;
/** What Firestore takes as the id of a document. */
const NO_ID = /^\.{1,2}$|^__[\s\S]*__$|\//;
const LONGEST_UID = 128;

export function readSearch(words: string): Search {
  const text = withoutOuterBlanks(words);
  const lower = text.toLowerCase();
  const digits = text.replaceAll(/\D/g, '');
  const isPhone = PHONE.test(text) && digits.length >= 6 && digits.length <= 15;
  const isId = text !== '' && text.length <= LONGEST_UID && text.isWellFormed() && !NO_ID.test(text);
  return {
    uid: isId ? text : null,
    email: isEmail(text) ? text : null,
    phoneNumber: isPhone ? `+${digits}` : null,
    referralCode: referralCodeOf(text) ?? null,
    hash: HASH.test(lower) ? lower : null,
    auditId: AUDIT_ID.test(lower) ? lower : null,
  };
}

/** Whom an entry of the audit log is about, where it is about a player; a withdrawal where it is about one. */
export function partyOf(subject: string | null): { readonly uid?: string; readonly withdrawalId?: string } {
  const [collection, id = ''] = (subject ?? '').split('/');
  if (collection === 'users' || collection === 'staff') return { uid: id };
  return collection === 'withdrawals' ? { withdrawalId: id } : {};
}
