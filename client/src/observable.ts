/** A value that changes: its listeners hear the present one at once, and then each change. */
export interface Observable<Value> {
  readonly value: Value;
  /** Answers how to stop listening. */
  subscribe(listener: (value: Value) => void): () => void;
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

export class Subject<Value> extends Emitter<Value> implements Observable<Value> {
  value: Value;

  constructor(value: Value) {
    super();
    this.value = value;
  }

  set(value: Value): void {
    this.value = value;
    this.emit(value);
  }

  override subscribe(listener: (value: Value) => void): () => void {
    listener(this.value);
    return super.subscribe(listener);
  }
}
