import type { Document } from './store.ts';
import { comparable } from './values.ts';

/** The part of Firestore's queries that EarnPlay uses, over documents in memory. */
type Operator = '==' | '<' | '<=' | '>' | '>=';
const NAME = '__name__';

interface Plan {
  readonly filters: readonly { readonly field: string; readonly operator: Operator; readonly value: unknown }[];
  readonly order: readonly string[];
  readonly descends: boolean;
  readonly limit: number;
  readonly fields?: readonly string[];
  readonly bounds: readonly {
    readonly kind: 'startAfter' | 'startAt' | 'endAt';
    readonly values: readonly unknown[];
  }[];
}

const EVERYTHING: Plan = { filters: [], order: [], descends: false, limit: Number.POSITIVE_INFINITY, bounds: [] };

export class Query {
  readonly #source: () => readonly Document[];
  readonly #plan: Plan;
  readonly #turn: () => Promise<void>;

  constructor(source: () => readonly Document[], turn: () => Promise<void>, plan: Plan = EVERYTHING) {
    this.#source = source;
    this.#turn = turn;
    this.#plan = plan;
  }

  where(field: string, operator: Operator, value: unknown): Query {
    return this.#with({ filters: [...this.#plan.filters, { field, operator, value }] });
  }

  /** All of an order ascend, or all descend. */
  orderBy(field: string, direction: 'asc' | 'desc' = 'asc'): Query {
    return this.#with({ order: [...this.#plan.order, field], descends: direction === 'desc' });
  }

  limit(limit: number): Query {
    return this.#with({ limit });
  }

  select(...fields: string[]): Query {
    return this.#with({ fields });
  }

  startAfter(...given: unknown[]): Query {
    const values = given[0] instanceof Snapshot ? [given[0].id] : given;
    return this.#with({ bounds: [...this.#plan.bounds, { kind: 'startAfter', values }] });
  }

  startAt(...values: unknown[]): Query {
    return this.#with({ bounds: [...this.#plan.bounds, { kind: 'startAt', values }] });
  }

  endAt(...values: unknown[]): Query {
    return this.#with({ bounds: [...this.#plan.bounds, { kind: 'endAt', values }] });
  }

  async get(): Promise<{ readonly docs: readonly Snapshot[] }> {
    await this.#turn();
    return { docs: this.now() };
  }

  now(): readonly Snapshot[] {
    const { filters, order, descends, limit, bounds, fields } = this.#plan;
    const sign = descends ? -1 : 1;
    const found = this.#source()
      .filter((one) => filters.every(({ field, operator, value }) => holds(fieldOf(one, field), operator, value)))
      .filter((one) => order.every((field) => fieldOf(one, field) !== undefined))
      .filter((one) => bounds.every(({ kind, values }) => within(kind, sign * compareTo(one, order, values))));
    found.sort((left, right) => {
      const wanted = order.map((field) => fieldOf(right, field));
      return sign * compareTo(left, order, wanted);
    });
    return found.slice(0, limit).map((one) => new Snapshot(one, fields));
  }

  #with(change: Partial<Plan>): Query {
    return new Query(this.#source, this.#turn, { ...this.#plan, ...change });
  }
}

export class Snapshot {
  readonly id: string;
  readonly updateTime: number;
  readonly ref: { readonly path: string; readonly parent: { readonly parent: { readonly id: string } } };
  readonly #data: any;

  constructor({ path, version, data }: Document, fields?: readonly string[]) {
    const parts = path.split('/');
    this.id = parts.at(-1) ?? '';
    this.updateTime = version;
    this.ref = { path, parent: { parent: { id: parts.at(-3) ?? '' } } };
    const kept = fields?.flatMap((field) => (data[field] === undefined ? [] : [[field, data[field]]]));
    this.#data = kept === undefined ? data : Object.fromEntries(kept);
  }

  data(): any {
    return this.#data;
  }

  get(field: string): any {
    return this.#data[field];
  }
}

function fieldOf({ path, data }: Document, field: string): unknown {
  if (field === NAME) return path.slice(path.lastIndexOf('/') + 1);
  return field.split('.').reduce((inner, part) => inner?.[part], data);
}

function compare(left: unknown, right: unknown): number {
  const [a, b] = [comparable(left), comparable(right)];
  if (a === b || a === null || b === null) return 0;
  return a < b ? -1 : 1;
}

/** Missing values and values of another type match no comparison, as in Firestore. */
function holds(actual: unknown, operator: Operator, wanted: unknown): boolean {
  const [left, right] = [comparable(actual), comparable(wanted)];
  if (left === null || right === null || typeof left !== typeof right) return false;
  if (operator === '==') return left === right;
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left >= right;
}

function compareTo(one: Document, order: readonly string[], values: readonly unknown[]): number {
  for (const [at, field] of order.slice(0, values.length).entries()) {
    const wanted = values[at];
    const name = field === NAME && typeof wanted === 'string' ? wanted.slice(wanted.lastIndexOf('/') + 1) : wanted;
    const compared = compare(fieldOf(one, field), name);
    if (compared !== 0) return compared;
  }
  return 0;
}

function within(kind: 'startAfter' | 'startAt' | 'endAt', compared: number): boolean {
  if (kind === 'startAfter') return compared > 0;
  return kind === 'startAt' ? compared >= 0 : compared <= 0;
}
