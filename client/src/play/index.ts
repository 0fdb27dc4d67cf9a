/** What a game's screens need beside {@link Game} itself, as `@earnplay/client/play`: the same rules that the server prices with. */
export { type Claim, claimStreak, spin } from './claims.ts';
export { dayOf, type Today } from './day.ts';
export { referralCodeIn, referralLink } from './referralLinks.ts';
export { type DrawnSpin, drawSpin, nextSpin } from './spins.ts';
export { winsLeft } from './wins.ts';
export { type WithdrawalForm, type WithdrawalIssue, withdrawalIssues } from './withdrawals.ts';
