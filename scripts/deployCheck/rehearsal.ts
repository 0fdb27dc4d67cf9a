import type { RulesFile } from './rulesSyntax.ts';

/** All that a deployment of this checkout would consist of, as far as it can be known without a project. */
export interface Rehearsal {
  /** Every function as it would be created: parameters resolved, defaults filled in. */
  readonly endpoints: readonly Endpoint[];
  /** What the Firebase CLI would have stopped at, in its own words. */
  readonly refusals: readonly string[];
  /** Functions that do not load by themselves, as an instance loads them, with the reason. */
  readonly unloadable: readonly string[];
  readonly params: readonly Param[];
  /** APIs that the SDK asks for in the manifest. */
  readonly requiredApis: readonly string[];
  readonly dotenvs: readonly Dotenv[];
  /** The settings of the deployment: `functions/.env`, overridden by the project's own file. */
  readonly settings: Readonly<Record<string, string>>;
  /** `functions/src`, without tests: there are none. */
  readonly sources: readonly Source[];
  readonly indexes: IndexFile;
  readonly rules: RulesFile;
  readonly packages: Packages;
  readonly runtime: RuntimeFacts;
  readonly upload: readonly UploadedFile[];
  /** `README.md` and `docs/operations.md`. */
  readonly manual: string;
  /** What keeping the functions' minimum of instances costs a month, by the CLI's price list; undefined where it has none. */
  readonly warmDollars: number | undefined;
}

/** One function, in the words of the Firebase CLI. Exactly one trigger is there. */
export interface Endpoint {
  readonly id: string;
  readonly region: string;
  readonly entryPoint: string;
  readonly platform: string;
  readonly availableMemoryMb?: number | null;
  readonly cpu?: number | null;
  readonly concurrency?: number | null;
  readonly timeoutSeconds?: number | null;
  readonly minInstances?: number | null;
  readonly maxInstances?: number | null;
  readonly serviceAccount?: string | null;
  readonly secretEnvironmentVariables?: readonly { readonly key: string; readonly secret?: string }[];
  readonly httpsTrigger?: object;
  readonly callableTrigger?: object;
  readonly blockingTrigger?: { readonly eventType: string };
  readonly taskQueueTrigger?: object;
  readonly eventTrigger?: EventTrigger;
  readonly scheduleTrigger?: ScheduleTrigger;
}

export interface EventTrigger {
  readonly eventType: string;
  readonly retry: boolean;
  readonly eventFilters?: Readonly<Record<string, string>>;
}

export interface ScheduleTrigger {
  readonly schedule: string;
  readonly timeZone?: string | null;
  readonly retryConfig?: Readonly<Record<string, number | null>> | null;
}

export interface Param {
  readonly name: string;
  readonly type: string;
  readonly default?: unknown;
}

export interface Dotenv {
  readonly file: string;
  readonly values: Readonly<Record<string, string>>;
  /** Why the Firebase CLI would not take the file. */
  readonly refusal?: string;
}

/** A file of our own code, `path` relative to `functions/src`. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

export interface IndexFile {
  readonly indexes: readonly CompositeIndex[];
  readonly fieldOverrides: readonly FieldOverride[];
  /** Why the Firebase CLI would not take the file. */
  readonly refusal?: string;
}

export interface IndexedField {
  readonly fieldPath: string;
  readonly order?: string;
  readonly arrayConfig?: string;
}

export interface CompositeIndex {
  readonly collectionGroup: string;
  readonly queryScope: string;
  readonly fields: readonly IndexedField[];
}

export interface FieldOverride {
  readonly collectionGroup: string;
  readonly fieldPath: string;
  readonly ttl?: boolean;
  readonly indexes: readonly { readonly order?: string; readonly arrayConfig?: string; readonly queryScope?: string }[];
}

/** `package.json` and `package-lock.json` of `functions/`. */
export interface Packages {
  readonly manifest: {
    readonly main?: string;
    readonly engines?: { readonly node?: string };
    readonly scripts?: Readonly<Record<string, string>>;
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly devDependencies?: Readonly<Record<string, string>>;
  };
  readonly lock: {
    readonly lockfileVersion: number;
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  /** What `npm ci` would stop at. */
  readonly refusal?: string;
}

export interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export interface RuntimeFacts {
  /** As firebase.json has it, such as `nodejs24`. */
  readonly name: string;
  /** What the Firebase CLI knows of it; undefined where it does not know it. */
  readonly known?: { readonly deprecationDate: string; readonly decommissionDate: string };
  readonly todayMs: number;
}

export interface UploadedFile {
  readonly path: string;
  readonly bytes: number;
  readonly compressedBytes: number;
  readonly text: string;
}
