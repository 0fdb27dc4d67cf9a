/** A value that changes: its listeners hear the present one at once, and then each change. */
export interface Observable<Value> {
  readonly value: Value;
  /** Answers how to stop listening. */
  subscribe(listener: (value: Value) => void): () => void;
}

export class Subject<Value> implements Observable<Value> {
  #value: Value;
  readonly #listeners = new Set<(value: Value) => void>();

  constructor(value: Value) {
    this.#value = value;
  }

  get value(): Value {
    return this.#value;
  }

  set(value: Value): void {
    this.#value = value;
    for (const listener of this.#listeners) listener(value);
  }

  subscribe(listener: (value: Value) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#value);
    return () => this.#listeners.delete(listener);
  }
}

/** Things that happen, heard only by those who listen when they do. */
export class Emitter<Value> {
  readonly #listeners = new Set<(value: Value) => void>();

  emit(value: Value): void {
    for (const listener of this.#listeners) listener(value);
  }

  /** Answers how to stop listening. */
  subscribe(listener: (value: Value) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
