import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Domain } from '../../functions/src/platform/manifest/domain.ts';
import { traitsOf } from '../../functions/src/platform/manifest/traits.ts';
import { consumedTopics, functionOf } from '../../functions/src/platform/messaging/topics.ts';

/** The two texts of a build that follow from what the domains declare. */

/** The modules of what is made of declarations. */
export const MADE = {
  topic: 'platform/messaging/topics',
  schedule: 'platform/transport/schedule',
  staff: 'platform/transport/staffDoor',
} as const;

/** `index.cjs`: an instance that serves one function loads that one's file; whoever asks for all gets all. */
export async function indexText(domains: readonly Domain[], furnished: string): Promise<string> {
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
    `require('./${furnished}.js');`,
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

const LINE = /^export \{ (\w+) \} from '(.+)';$/gm;

/**
 * What a build has in place of `furnished.ts`: the same domains, each behind an import of its own and with what it may be
 * needed for, so that an instance loads the manifests that concern it and not the whole house.
 */
export async function furnishedText(domains: readonly Domain[], source: string): Promise<string> {
  const text = await readFile(join(source, 'domains.ts'), 'utf8');
  const lines = [...text.matchAll(LINE)].map(([, name = '', path = '']) => {
    const domain = domains.find((one) => one.name === name);
    if (domain === undefined) throw new Error(`domains.ts names ${name}, and no domain calls itself so`);
    return `  [${JSON.stringify(traitsOf(domain))}, async () => (await import('${path}')).${name}],`;
  });
  return [
    "import { furnish } from './platform/manifest/house.ts';",
    'const listed = [',
    ...lines.toSorted((left, right) => (nameIn(left) < nameIn(right) ? -1 : 1)),
    '];',
    'const wanted = (trait) => listed.filter(([traits]) => trait === undefined || traits.includes(trait));',
    'furnish((trait) => Promise.all(wanted(trait).map(([, open]) => open())));',
    '',
  ].join('\n');
}

function nameIn(line: string): string {
  return /\)\)\.(\w+)\],$/.exec(line)?.[1] ?? '';
}
