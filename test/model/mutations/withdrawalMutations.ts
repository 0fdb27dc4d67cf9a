import type { Mutation } from './mutation.ts';

/** Cashing out: who may, how often, who decides, where the coins are meanwhile, and who may know where they go. */
const RULES = 'withdrawals/rules.ts';
const MOVE = 'withdrawals/moveWithdrawal.ts';
const DESTINATIONS = 'withdrawals/destinations.ts';

export const withdrawalMutations: readonly Mutation[] = [
  {
    name: 'a withdrawal may be cancelled after its approval',
    file: RULES,
    find: 'return step.from === status ?',
    replace: "return step.from === status || (action === 'cancel' && status === 'APPROVED') ?",
  },
  {
    name: 'the second approver may be the first',
    file: 'withdrawals/reviewWithdrawal.ts',
    find: 'approvals = accept(addApproval(approvals, call.uid));',
    replace: 'approvals = [...approvals, call.uid];',
    also: { find: 'for (const other of file.approvals) {', replace: 'for (const other of file.approvals.slice(9)) {' },
  },
  {
    name: 'a frozen player is paid',
    file: RULES,
    find: "next.ok && standing !== 'active'",
    replace: "next.ok && standing === 'deleted'",
  },
  {
    name: 'a large withdrawal needs one person only',
    file: RULES,
    find: 'amount >= config.twoPersonFrom ? 2 : 1',
    replace: 'amount >= config.twoPersonFrom + 1_000_000 ? 2 : 1',
  },
  {
    name: 'the 24 hours between withdrawals are forgotten',
    file: RULES,
    find: 'return Math.max(dayMs, calendarMs);',
    replace: 'return Math.max(dayMs - DAY_MS, calendarMs);',
  },
  {
    name: 'frequency is asked for before the balance',
    file: RULES,
    find: 'if (available < amount)',
    replace: 'if (available < amount && waitOf(state.lastRequestMs, nowMs) === 0)',
  },
  {
    name: 'what was rejected stays held',
    file: MOVE,
    find: "if (status === 'APPROVED' || status === 'PENDING') return undefined;",
    replace: "if (status === 'APPROVED' || status === 'PENDING' || status === 'REJECTED') return undefined;",
  },
  {
    name: 'what failed is paid out all the same',
    file: MOVE,
    find: "status === 'COMPLETED'\n      ?",
    replace: "status === 'COMPLETED' || status === 'FAILED'\n      ?",
  },
  {
    name: 'the key of a withdrawal is forgotten like any other',
    file: 'platform/storage/idempotency.ts',
    find: 'request.recordedIn === undefined ? nowMs + KEPT_MS : null',
    replace: 'nowMs + KEPT_MS',
  },
  {
    name: 'payment details are sealed for no withdrawal in particular',
    file: DESTINATIONS,
    find: 'encrypt(keys, JSON.stringify(details), withdrawalId)',
    replace: "encrypt(keys, JSON.stringify(details), '')",
    also: { find: 'decrypt(keys, sealed, withdrawalId)', replace: "decrypt(keys, sealed, '')" },
  },
  {
    name: 'the fingerprint of a request is the request',
    file: 'platform/storage/idempotency.ts',
    find: 'return sha256Hex(canonicalJson(input));',
    replace: 'return canonicalJson(input);',
  },
  {
    name: 'a shared destination is not noticed',
    file: DESTINATIONS,
    find: 'uids.some((other) => other !== uid)',
    replace: "uids.some((other) => other === '')",
  },
  {
    name: 'a mailbox is as many destinations as it has spellings',
    file: RULES,
    find: 'mailboxOf(email)',
    replace: 'withoutOuterBlanks(email).toLowerCase()',
  },
  {
    name: 'a withdrawal is not told of',
    file: 'notifications/notify.ts',
    find: 'const { withdrawalId, status, amount } = message.data;',
    replace: "const { withdrawalId, status, amount } = message.data;\n  if (status === 'CANCELLED') return;",
  },
  {
    name: 'a look at payment details is on no record',
    file: 'withdrawals/revealPaymentDetails.ts',
    find: 'recordAudit(tx, {',
    replace: "if (found.withdrawal.status !== 'PENDING') recordAudit(tx, {",
  },
];
