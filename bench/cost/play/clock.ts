import { setTimeout as delay } from 'node:timers/promises';

/**
 * A device's clock that runs faster than the world's, and the timers that go with it. Only the client gets them: what it
 * waits for is minutes of play, while Firebase's SDK under it still waits for a real server.
 */
export class FastClock {
  readonly #speed: number;
  #fromMs = Date.now();
  #leadMs = 0;

  constructor(speed: number) {
    this.#speed = speed;
  }

  /** Begins again so long ago that the world's time is reached after just as long, and no event lies in the future. */
  rewind(seconds: number): void {
    this.#fromMs = Date.now();
    this.#leadMs = seconds * 1_000;
  }

  /** Epoch milliseconds. */
  readonly now = (): number => Math.round(this.#fromMs - this.#leadMs + (Date.now() - this.#fromMs) * this.#speed);

  readonly setTimeout = (work: () => void, waitMs = 0): NodeJS.Timeout => setTimeout(work, waitMs / this.#speed);

  async until(instantMs: number): Promise<void> {
    await delay(Math.max(0, (instantMs - this.now()) / this.#speed));
  }
}
