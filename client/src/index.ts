/** The typed client of EarnPlay. Everything else in this folder is its own business. */
export type { ShownAccount, ShownBalance, ShownDay } from './account/shown.ts';
export { createEarnPlay } from './createEarnPlay.ts';
export type { Channel, Environment } from './environment.ts';
export { asEarnPlayError, EarnPlayError } from './errors.ts';
export type { Game } from './game.ts';
export type { Observable } from './observable.ts';
export type { EarnPlayOptions, StaffSigner } from './options.ts';
export type { FlushReason } from './queue/inputs.ts';
export type { QueueView } from './queue/queueView.ts';
export type { SettledEvent } from './settledEvent.ts';
export type { OpenStorage, Storage } from './storage/storage.ts';
export type * from './types.ts';
