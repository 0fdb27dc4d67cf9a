import type { Reading } from './state.ts';

/** Why the queue is asked to send. */
export type FlushReason = 'timer' | 'hidden' | 'online' | 'demand';

/** One result of an answered batch, as the server words it. */
export interface WireResult {
  readonly status: 'credited' | 'duplicate' | 'rejected';
  readonly coins: number;
  readonly code?: string | undefined;
}

export interface RecordInput {
  readonly input: 'record';
  readonly key: string;
  readonly type: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The device's clock, uncorrected. */
  readonly nowMs: number;
}

/**
 * A reading of the device's clock beside one that nobody sets: `upMs` counts on from the game's start, which `run` names.
 * Given before every input with an instant.
 */
export interface ClockInput extends Reading {
  readonly input: 'clock';
}

/** The game has started again: whatever stopped the last run may have been put right. */
export interface StartInput {
  readonly input: 'start';
}

/** Whoever has just become the only flusher: no call of this queue can be under way any more. */
export interface RecoverInput {
  readonly input: 'recover';
}

export interface FlushInput {
  readonly input: 'flush';
  readonly reason: FlushReason;
  readonly nowMs: number;
  /** A fresh id, used if a new batch is composed. */
  readonly batchId: string;
  /** How long an event waits before a `timer` sends it; a minute unless told. */
  readonly flushAfterMs?: number | undefined;
}

export interface AnsweredInput {
  readonly input: 'answered';
  readonly batchId: string;
  readonly results: readonly WireResult[];
  readonly serverTime: number;
  /** The device's clock halfway between sending and the answer's arrival. */
  readonly midwayMs: number;
  readonly nowMs: number;
  /** Codes of rejections among `results` that a later attempt can overcome, by the error catalogue. */
  readonly retryable: readonly string[];
  readonly random: number;
}

export interface FailedInput {
  readonly input: 'failed';
  readonly batchId: string;
  readonly code: string;
  readonly retryable: boolean;
  /** Whether the call may have been carried out all the same: no answer, or an answer that does not rule it out. */
  readonly doubtful: boolean;
  readonly retryAfterSeconds: number;
  readonly nowMs: number;
  readonly random: number;
}

export type QueueInput =
  | ClockInput
  | RecordInput
  | StartInput
  | RecoverInput
  | FlushInput
  | AnsweredInput
  | FailedInput;
