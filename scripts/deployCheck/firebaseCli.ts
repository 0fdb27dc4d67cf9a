import { createRequire } from 'node:module';
import type { Dotenv, Endpoint, IndexFile, Param, RuntimeFacts } from './rehearsal.ts';

/**
 * What the Firebase CLI itself would say, asked of the code that it deploys with. That is no public interface, so its version
 * is pinned (docs/decisions/dependencies.md) and this file alone knows where things are; a new version that moved them fails
 * the test of this file. Nothing here opens a connection.
 */
const require = createRequire(import.meta.url);

function cli<Part>(path: string): Part {
  const part: Part = require(`firebase-tools/lib/${path}.js`);
  return part;
}

interface Build {
  params: Param[];
}
interface Backend {
  readonly endpoints: Readonly<Record<string, Readonly<Record<string, Endpoint>>>>;
}
interface ResolveOptions {
  readonly build: Build;
  readonly firebaseConfig: { readonly projectId: string };
  readonly userEnvs: Readonly<Record<string, string>>;
  readonly nonInteractive: boolean;
}
type FromManifest = (manifest: unknown, project: string, region: string, runtime: string) => Build;

const PROJECT = 'demo-earnplay';

/** Which version is asked. */
export function cliVersion(): string {
  const { version }: { version: string } = require('firebase-tools/package.json');
  return version;
}

/** The functions as the CLI would create them, and what it would have stopped at instead. */
export async function resolveEndpoints(
  manifest: unknown,
  settings: Readonly<Record<string, string>>,
  runtime: string,
): Promise<{ readonly endpoints: readonly Endpoint[]; readonly refusals: readonly string[] }> {
  const { buildFromV1Alpha1 } = cli<{ buildFromV1Alpha1: FromManifest }>(
    'deploy/functions/runtimes/discovery/v1alpha1',
  );
  const { resolveBackend } = cli<{ resolveBackend: (options: ResolveOptions) => Promise<{ backend: Backend }> }>(
    'deploy/functions/build',
  );
  let backend: Backend;
  try {
    const build = buildFromV1Alpha1(manifest, PROJECT, 'us-central1', runtime);
    const asked = build.params.filter(({ type }) => type !== 'secret');
    // Secrets are looked up in the project, which there is none of. Defaults go in by hand: that nothing is left to a
    // default is a check of its own, and should not hide what the others find.
    build.params = asked;
    const defaults = asked.filter((param) => param.default !== undefined).map((one) => [one.name, String(one.default)]);
    const userEnvs = { ...Object.fromEntries(defaults), ...settings };
    const options = { build, firebaseConfig: { projectId: PROJECT }, userEnvs, nonInteractive: true };
    ({ backend } = await resolveBackend(options));
  } catch (error) {
    return { endpoints: [], refusals: [messageOf(error)] };
  }
  const refusals = [refusalOf(() => judgeBackend(backend))].filter((refusal) => refusal !== undefined);
  return { endpoints: Object.values(backend.endpoints).flatMap((region) => Object.values(region)), refusals };
}

function judgeBackend(backend: Backend): void {
  const { resolveCpuAndConcurrency } = cli<{ resolveCpuAndConcurrency: (backend: Backend) => void }>(
    'deploy/functions/prepare',
  );
  const { endpointsAreValid } = cli<{ endpointsAreValid: (backend: Backend) => void }>('deploy/functions/validate');
  resolveCpuAndConcurrency(backend);
  endpointsAreValid(backend);
}

/** Why the CLI would not take the functions' part of firebase.json. */
export function refusalOfConfig(functions: unknown): string | undefined {
  const { normalizeAndValidate } = cli<{ normalizeAndValidate: (functions: unknown) => unknown }>(
    'functions/projectConfig',
  );
  return refusalOf(() => normalizeAndValidate(functions));
}

export function readDotenv(file: string, text: string): Dotenv {
  const { parse, parseStrict } = cli<{
    parse: (text: string) => { envs: Record<string, string> };
    parseStrict: (text: string) => unknown;
  }>('functions/env');
  const refusal = refusalOf(() => parseStrict(text));
  return { file, values: parse(text).envs, ...(refusal === undefined ? {} : { refusal }) };
}

export function refusalOfIndexes(spec: Pick<IndexFile, 'indexes' | 'fieldOverrides'>): string | undefined {
  const { FirestoreApi } = cli<{ FirestoreApi: new () => { validateSpec: (spec: unknown) => void } }>('firestore/api');
  return refusalOf(() => new FirestoreApi().validateSpec(spec));
}

export function knownRuntime(name: string): RuntimeFacts['known'] {
  const { RUNTIMES } = cli<{ RUNTIMES: Readonly<Record<string, RuntimeFacts['known']>> }>(
    'deploy/functions/runtimes/supported/types',
  );
  return RUNTIMES[name];
}

/** Dollars a month for the instances that are always kept; undefined where the CLI has no price for the region. */
export function monthlyDollars(endpoints: readonly Endpoint[]): number | undefined {
  const { canCalculateMinInstanceCost, monthlyMinInstanceCost } = cli<{
    canCalculateMinInstanceCost: (endpoint: Endpoint) => boolean;
    monthlyMinInstanceCost: (endpoints: readonly Endpoint[]) => number;
  }>('deploy/functions/pricing');
  return endpoints.every(canCalculateMinInstanceCost) ? monthlyMinInstanceCost(endpoints) : undefined;
}

function refusalOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** With the messages of what it consists of, which the CLI's errors carry apart. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const parts = 'children' in error && Array.isArray(error.children) ? error.children : [];
  return [error.message, ...parts.map(messageOf)].join('; ');
}
