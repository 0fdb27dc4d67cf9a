import { z } from 'zod';
import { median } from '../statistics.ts';
import { nodeOutput } from './freshProcess.ts';

/**
 * What the first call of an instance loads besides: the domains that concern it, and the admin SDK. Nobody promises a
 * number here; it is shown because what a load leaves out must not come back here.
 */
export interface FirstCall {
  readonly name: string;
  readonly what: string;
  readonly manifests: number;
  readonly ms: number;
  readonly adminMs: number;
}

/** By the function, the trait by which it finds its domains, and the loader that it then calls; no trait for all domains. */
const CALLS: readonly (readonly [name: string, what: string, trait: string | null, loader: string | null])[] = [
  ['batchEvents', 'what rides on a batch', 'riders', 'riders'],
  ['createUser', 'every domain’s part in an account', 'account', 'account'],
  ['staff', 'one domain’s staff callables', 'staff reviewWithdrawal', 'staff'],
  ['expireHolds', 'the domain of the schedule', 'schedule expireHolds', null],
  ['onReferralClaimed', 'the domains that hear the topic', 'topic referral.claimed', null],
  ['exportMyData', 'all domains', null, null],
];
const ROUNDS = 7;

const measured = z.object({ ms: z.number(), manifests: z.number(), adminMs: z.number() });

export async function measureFirstCalls(folder: string): Promise<readonly FirstCall[]> {
  const calls: FirstCall[] = [];
  for (const [name, what, trait, loader] of CALLS) {
    const runs: z.output<typeof measured>[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      runs.push(
        measured.parse(JSON.parse(await nodeOutput(program(trait, loader), folder, { FUNCTION_TARGET: name }))),
      );
    }
    const manifests = runs[0]?.manifests ?? 0;
    calls.push({
      ...{ name, what, manifests },
      ms: median(runs.map(({ ms }) => ms)),
      adminMs: median(runs.map(({ adminMs }) => adminMs)),
    });
  }
  return calls;
}

/** The build's own list says which file has which domain and what it is needed for. */
function program(trait: string | null, loader: string | null): string {
  return `
    import { readFileSync } from 'node:fs';
    import { createRequire } from 'node:module';
    createRequire(process.cwd() + '/')('./lib/index.cjs');
    const lib = process.cwd() + '/lib/';
    const lines = readFileSync(lib + 'furnished.js', 'utf8').matchAll(/\\[(\\[.*?\\]), .*import\\("(.+?)"\\)\\)\\.(\\w+)\\]/g);
    const trait = ${JSON.stringify(trait)};
    const concerned = [...lines].filter(([, traits]) => trait === null || JSON.parse(traits).includes(trait));
    const startedMs = performance.now();
    const manifests = await Promise.all(concerned.map(async ([, , file, name]) => (await import(lib + file))[name]));
    if (${loader !== null}) await Promise.all(manifests.map((domain) => domain.${loader ?? 'name'}()));
    const ms = performance.now() - startedMs;
    await Promise.all([import('firebase-admin/app'), import('firebase-admin/firestore')]);
    const adminMs = performance.now() - startedMs - ms;
    process.stdout.write(JSON.stringify({ ms, manifests: manifests.length, adminMs }));
    process.exit();`;
}
