import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { firestoreBill, type Operations } from './meter/firestoreBill.ts';
import { type MessageRecord, type MeterRecord, meterRecord } from './meter/record.ts';

/** What was used between two instants, by whom. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Usage {
  /** A function's name, or a client's. */
  readonly who: string;
  readonly operations: Operations;
  readonly calls: number;
  readonly durationMs: number;
  readonly cpuMs: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly logBytes: number;
  /** Sizes of the publish requests that it made. */
  readonly published: readonly number[];
  /** Bytes that it was sent by Firestore. */
  readonly firestoreBytes: number;
}

export function readMeter(folder: string): MeterRecord[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ndjson'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => meterRecord.parse(JSON.parse(line)));
}

/** One entry for each user of anything, by name. */
export function usageIn(records: readonly MeterRecord[], { fromMs, toMs }: Window): Usage[] {
  const within = records.filter(({ at }) => at >= fromMs && at < toMs);
  return [...Map.groupBy(within, ({ who }) => who)]
    .map(([who, its]) => usageOf(who, its))
    .sort((left, right) => (left.who < right.who ? -1 : 1));
}

function usageOf(who: string, records: readonly MeterRecord[]): Usage {
  const calls = records.filter((one) => one.kind === 'call');
  const messages = records.filter((one) => one.kind === 'message');
  const total = (of: (call: (typeof calls)[number]) => number) => calls.reduce((sum, call) => sum + of(call), 0);
  return {
    who,
    operations: firestoreBill(messages),
    calls: calls.length,
    durationMs: total((call) => call.durationMs),
    cpuMs: total((call) => call.cpuMs),
    requestBytes: total((call) => call.requestBytes),
    responseBytes: total((call) => call.responseBytes),
    logBytes: total((call) => call.logBytes),
    published: messages.filter(isPublication).map(sizeOf),
    firestoreBytes: messages.filter(isFromFirestore).reduce((sum, one) => sum + sizeOf(one), 0),
  };
}

function isPublication({ method, direction }: MessageRecord): boolean {
  return method === 'google.pubsub.v1.Publisher/Publish' && direction === 'sent';
}

function isFromFirestore({ method, direction }: MessageRecord): boolean {
  return method.startsWith('google.firestore.') && direction === 'received';
}

function sizeOf({ bytes }: MessageRecord): number {
  return Buffer.byteLength(bytes, 'base64');
}
