import type { z } from 'zod';
import { InvariantError } from '../../kernel/assert.ts';
import { type ConfigPart, declaredHere, type Feature, type FeatureSwitch, featureSwitch } from '../../kernel/config.ts';
import { parseTolerantly } from './parseTolerantly.ts';

type Stored = Readonly<Record<string, unknown>>;

/** One version of the numbers that price the economy, of which each domain reads its own part. */
export class Economy {
  readonly version: number;
  readonly #stored: Stored;
  /** What has been read so far: parts by their names, and switches as `features.<name>`. */
  readonly #known = new Map<string, unknown>();

  constructor(version: number, stored: Stored) {
    this.version = version;
    this.#stored = stored;
  }

  /** A domain's own numbers; what the stored version leaves out has its default, and what it has beyond them is no matter. */
  of<Schema extends z.ZodObject>({ name, schema }: ConfigPart<string, Schema>): z.output<Schema> {
    return this.#read(name, schema, this.#stored[name] ?? {});
  }

  /** How a domain's switch stands. */
  switchOf({ name, byDefault }: Feature): FeatureSwitch {
    const switches = this.#stored.features as Stored | undefined;
    return this.#read(`features.${name}`, featureSwitch, switches?.[name] ?? byDefault);
  }

  /** What keeps this version from being used here, in words: of the parts and switches that this process has code for. */
  unreadable(): readonly string[] {
    const { parts, features } = declaredHere();
    const reads = [
      ...parts.map((part) => () => this.of(part)),
      ...features.map((feature) => () => this.switchOf(feature)),
    ];
    return reads.flatMap((read) => {
      try {
        read();
        return [];
      } catch (error) {
        return [String(error instanceof Error ? error.message : error)];
      }
    });
  }

  #read<Schema extends z.ZodType>(name: string, schema: Schema, stored: unknown): z.output<Schema> {
    if (this.#known.has(name)) return this.#known.get(name) as z.output<Schema>;
    const parsed = parseTolerantly(schema, stored);
    if (parsed.success) {
      this.#known.set(name, parsed.data);
      return parsed.data;
    }
    const where = parsed.error.issues.map(({ path, message }) => `${[name, ...path].join('.')}: ${message}`).join('; ');
    throw new InvariantError(`version ${this.version} of the economy configuration cannot be read: ${where}`);
  }
}
