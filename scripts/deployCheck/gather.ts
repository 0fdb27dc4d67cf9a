import { globSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { discoverEndpoints, stageFunctions } from '../generate/discovery.ts';
import { repositoryRoot } from '../suite/paths.ts';
import * as cli from './firebaseCli.ts';
import { loadEach } from './loadEach.ts';
import { refusalOfNpm } from './npmPlan.ts';
import type { IndexFile, Packages, Param, Rehearsal, UploadedFile } from './rehearsal.ts';
import { readDotenvs, settingsOf } from './settings.ts';
import { readSources } from './sources.ts';

const functionsFolder = join(repositoryRoot, 'functions');
const read = (...path: string[]) => readFileSync(join(repositoryRoot, ...path), 'utf8');

/** Builds and loads what would be deployed, in a folder of its own, and reads everything that the checks look at. */
export async function rehearse(project: string | undefined): Promise<Rehearsal> {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-check-'));
  try {
    await stageFunctions(folder);
    const upload = uploadedFiles(folder);
    symlinkSync(join(functionsFolder, 'node_modules'), join(folder, 'node_modules'));
    return await rehearseFrom(folder, upload, project);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function rehearseFrom(
  folder: string,
  upload: readonly UploadedFile[],
  project: string | undefined,
): Promise<Rehearsal> {
  const { functions } = JSON.parse(read('firebase.json'));
  const dotenvs = readDotenvs();
  const settings = settingsOf(dotenvs, project);
  const manifest = withLists(await discoverEndpoints(folder));
  const resolved = await cli.resolveEndpoints(manifest, settings, functions.runtime);
  const configRefusal = cli.refusalOfConfig(functions);
  return {
    endpoints: resolved.endpoints,
    refusals: [...resolved.refusals, ...(configRefusal === undefined ? [] : [`firebase.json: ${configRefusal}`])],
    unloadable: await loadEach(folder, resolved.endpoints, settings),
    params: manifest.params,
    requiredApis: manifest.requiredAPIs.map(({ api }) => api),
    ...{ dotenvs, settings, upload, sources: readSources(), indexes: readIndexes() },
    rules: { text: read('firestore.rules') },
    packages: await readPackages(),
    runtime: { name: functions.runtime, known: cli.knownRuntime(functions.runtime), todayMs: Date.now() },
    manual: [read('README.md'), read('docs', 'operations.md')].join('\n'),
    warmDollars: cli.monthlyDollars(resolved.endpoints),
  };
}

interface Manifest {
  readonly params: readonly Param[];
  readonly requiredAPIs: readonly { readonly api: string }[];
}

/** The manifest is the SDK's, which leaves out lists that are empty. */
function withLists(manifest: unknown): Manifest {
  return Object.assign({ params: [], requiredAPIs: [] }, manifest);
}

function readIndexes(): IndexFile {
  const spec: IndexFile = JSON.parse(read('firestore.indexes.json'));
  const refusal = cli.refusalOfIndexes(spec);
  return refusal === undefined ? spec : { ...spec, refusal };
}

async function readPackages(): Promise<Packages> {
  const refusal = await refusalOfNpm(functionsFolder);
  const manifest = JSON.parse(read('functions', 'package.json'));
  const lock = JSON.parse(read('functions', 'package-lock.json'));
  return { manifest, lock, ...(refusal === undefined ? {} : { refusal }) };
}

function uploadedFiles(folder: string): UploadedFile[] {
  const paths = globSync('{**/*,.*}', { cwd: folder }).filter((path) => statSync(join(folder, path)).isFile());
  return paths.sort().map((path) => {
    const content = readFileSync(join(folder, path));
    const text = content.toString('utf8');
    return { path, bytes: content.length, compressedBytes: deflateRawSync(content).length, text };
  });
}
