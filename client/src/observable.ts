import { report } from './report.ts';

/** A value that changes: its listeners hear the present one at once, and then each change. */
export interface Observable<Value> {
  readonly value: Value;
  /** Answers how to stop listening; works without its object as well. */
  readonly subscribe: (listener: (value: Value) => void) => () => void;
}

/** Things that happen, heard only by those who listen when they do. A listener that throws disturbs nobody else. */
export class Emitter<Value> {
  readonly #listeners = new Set<(value: Value) => void>();

  emit(value: Value): void {
    for (const listener of this.#listeners) listener(value);
  }

  /** Answers how to stop listening. */
  readonly subscribe = (listener: (value: Value) => void): (() => void) => {
    const guarded = (value: Value) => {
      try {
        listener(value);
      } catch (fault) {
        report(fault);
      }
    };
    this.greet(guarded);
    this.#listeners.add(guarded);
    return () => this.#listeners.delete(guarded);
  };

  /** What somebody hears at once who begins to listen. */
  protected greet(_listener: (value: Value) => void): void {}
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

  protected override greet(listener: (value: Value) => void): void {
    listener(this.value);
  }
}
