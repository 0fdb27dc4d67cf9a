import { demand } from './violation.ts';

/**
 * Another domain, as the outbox promises it can be built: it believes nothing that it cannot read, counts each event id
 * once, and so ends up with every coin that was ever earned, however often and in whatever order it was told.
 */
export class Consumer {
  readonly coins = new Map<string, number>();
  readonly #handled = new Map<string, string>();

  /** Answers false for a message that belongs among the dead letters. */
  handle(message: any): boolean {
    const { eventId, uid, type, version, data } = message;
    if (type !== 'reward.earned' || version !== 1 || !Number.isSafeInteger(data.coins)) return false;
    const told = JSON.stringify([uid, data.day, data.coins]);
    const earlier = this.#handled.get(eventId);
    demand(earlier === undefined || earlier === told, () => `message ${eventId} said ${earlier}, and now ${told}`);
    if (earlier !== undefined) return true;
    this.#handled.set(eventId, told);
    const key = `${uid} ${data.day}`;
    this.coins.set(key, (this.coins.get(key) ?? 0) + data.coins);
    return true;
  }
}
