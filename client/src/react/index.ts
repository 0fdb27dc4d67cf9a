/** Hooks for React 18 and later, as `@earnplay/client/react`. */
export { type TodaysAccount, useAccount } from './account.ts';
export { type CallState, type UsedCall, useCall } from './call.ts';
export type { Listed } from './listed.ts';
export { type InboxNote, type ShownWithdrawal, useInbox, useWithdrawals } from './lists.ts';
export { useBalance, useEvents, useQueue, useShownAccount } from './observed.ts';
export { EarnPlayProvider, type EarnPlayProviderProps, useGame } from './provider.ts';
export { type Statement, type StatementEntry, type StatementFilter, useStatement } from './statement.ts';
export { useUser } from './user.ts';
