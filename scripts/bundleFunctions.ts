import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { domains } from '../functions/src/gathered.ts';
import { consumedTopics, functionOf } from '../functions/src/platform/messaging/topics.ts';
import { repositoryRoot } from './suite/paths.ts';

/**
 * Bundles the functions' own modules into `folder`, one file a domain and beside them what they share; packages stay
 * imports, loaded where they are needed. `index.cjs` is what the platform loads: an instance that serves one function
 * loads that one's file, and whoever asks for all (the deployment, to see what there is) gets all.
 */
const SOURCE = join(repositoryRoot, 'functions', 'src');
const FURNISHED = 'furnished';
/** The modules of what is made of declarations. */
const MADE = {
  topic: 'platform/messaging/topics',
  schedule: 'platform/transport/schedule',
  staff: 'platform/transport/staffDoor',
} as const;

export async function bundleFunctions(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await build({
    entryPoints: [
      ...[FURNISHED, ...Object.values(MADE)].map((module) => join(SOURCE, `${module}.ts`)),
      ...domains.map(({ name }) => entryOf(name)).filter(existsSync),
    ],
    outdir: folder,
    outbase: SOURCE,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    chunkNames: 'shared/[name]-[hash]',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  });
  await writeFile(join(folder, 'index.cjs'), await indexText());
}

function entryOf(domain: string): string {
  return join(SOURCE, domain, 'functions.ts');
}

/** How each function is found, as an expression of the index. */
async function indexText(): Promise<string> {
  const places: [name: string, expression: string][] = [];
  for (const { name: domain, functions } of domains) {
    for (const name of Object.keys((await functions?.()) ?? {})) {
      places.push([name, `require('./${domain}/functions.js').${name}`]);
    }
  }
  for (const { name, schedule } of domains.flatMap(({ schedules = [] }) => schedules)) {
    places.push([name, madeBy(MADE.schedule, 'scheduleFunction', { name, schedule })]);
  }
  for (const topic of consumedTopics(domains)) {
    places.push([functionOf(topic), madeBy(MADE.topic, 'topicFunction', topic)]);
  }
  places.push(['staff', madeBy(MADE.staff, 'staffDoor')]);
  return [
    "'use strict';",
    `require('./${FURNISHED}.js');`,
    'const functions = {',
    ...places.toSorted().map(([name, expression]) => `  ${name}: () => ${expression},`),
    '};',
    'const target = process.env.FUNCTION_TARGET;',
    'const names = Object.hasOwn(functions, target ?? "") ? [target] : Object.keys(functions);',
    'for (const name of names) exports[name] = functions[name]();',
    '',
  ].join('\n');
}

function madeBy(module: string, maker: string, ...facts: readonly unknown[]): string {
  return `require('./${module}.js').${maker}(${facts.map((fact) => JSON.stringify(fact)).join(', ')})`;
}
