/**
 * What a process forgets when it ends, so that many worlds can live in one process: each file of functions/src that keeps
 * something in a variable of its module, and how that becomes as it was when the module was loaded. An architecture test
 * finds what is missing here.
 */
export const FORGETTING: Readonly<Record<string, string>> = {
  'events/verifySsv.ts': 'cached = undefined; triedMs = Number.NEGATIVE_INFINITY;',
  'ops/health.ts': 'latest = undefined;',
  'platform/configuration/economyConfig.ts': 'cached = undefined;',
  'platform/limits/rateLimitLocal.ts': 'windows.clear();',
  'platform/identity/access.ts': 'claimsSchema = undefined;',
  // Which numbers and switches the code has is the deployment's, and the same for every process.
  'kernel/config.ts': 'void [declared, switches];',
  // Which domains there are is the deployment's, and the same for every process.
  'platform/manifest/house.ts': 'void [opening, opened, accounts, riders];',
  'platform/messaging/announce.ts': 'overdue.clear();',
  'platform/runtime/settings.ts': 'parsed = undefined;',
  'platform/storage/optimistic.ts': 'isRefused = false;',
  'platform/transport/staffGuard.ts': 'guard = undefined;',
};

const REGISTER = 'earnplay: what this process forgets';
const forgetters: (() => void)[] = [];

/** Called once, before anything of functions/src is loaded. */
export function listenToForgetters(): void {
  Reflect.set(globalThis, Symbol.for(REGISTER), (forget: () => void) => forgetters.push(forget));
}

/** What the loader appends to a file, so that it can be told to forget. */
export function forgetterOf(name: string): string | undefined {
  const work = FORGETTING[name];
  return work && `globalThis[Symbol.for(${JSON.stringify(REGISTER)})](() => { ${work} });`;
}

/** The process begins anew. */
export function forgetEverything(): void {
  for (const forget of forgetters) forget();
}
