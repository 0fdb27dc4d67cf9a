import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { environmentOf, PLAIN_DEPLOYMENT } from '../core/deployment.ts';
import type { Mutation } from '../mutations/mutation.ts';
import { fixChance } from './chance.ts';
import { stopTheClocks } from './clock.ts';
import { putEnvironment } from './environment.ts';
import { forgetterOf, listenToForgetters } from './forgetting.ts';
import { closeTheNetwork, demandHarmless } from './network.ts';

/**
 * Puts the doors in place, before anything of functions/src is loaded: from then on the code that it loads meets the
 * model instead of the outside. A mutation changes the source of what is loaded, in memory only.
 */
const SOURCE = new URL('../../../functions/src/', import.meta.url).href;
export const DOORS: Readonly<Record<string, string>> = {
  'platform/runtime/firebase.ts': 'firebase.ts',
  'platform/runtime/verifyWrites.ts': 'verifyWrites.ts',
  'platform/redis/redis.ts': 'redis.ts',
  'platform/messaging/publisher.ts': 'publisher.ts',
  'platform/runtime/log.ts': 'log.ts',
  'platform/identity/disposableEmail.ts': 'disposableEmail.ts',
};

export function openDoors(mutation?: Mutation): void {
  stopTheClocks();
  fixChance();
  closeTheNetwork();
  listenToForgetters();
  // What modules read while they are loaded; each world then brings its own.
  putEnvironment(environmentOf(PLAIN_DEPLOYMENT));
  // Refusals are thrown by the thousand, and nobody reads where.
  Error.stackTraceLimit = 4;
  registerHooks({
    resolve(specifier, context, next) {
      const fromSource = context.parentURL?.startsWith(SOURCE) === true;
      if (fromSource && specifier === 'node:crypto') return { url: door('chance.ts'), shortCircuit: true };
      if (fromSource) demandHarmless(specifier);
      const resolved = next(specifier, context);
      const name = resolved.url.startsWith(SOURCE) ? DOORS[resolved.url.slice(SOURCE.length)] : undefined;
      return name === undefined ? resolved : { ...resolved, url: door(name) };
    },
    load(url, context, next) {
      const real = Object.keys(DOORS).find((name) => door(DOORS[name] ?? '') === url);
      if (real !== undefined) return { format: 'module-typescript', source: completed(url, real), shortCircuit: true };
      const name = url.startsWith(SOURCE) ? url.slice(SOURCE.length) : '';
      const added = forgetterOf(name);
      if (added === undefined && mutation?.file !== name) return next(url, context);
      const file = fileURLToPath(url);
      const source = mutation?.file === name ? mutated(file, mutation) : readFileSync(file, 'utf8');
      return { format: 'module-typescript', source: `${source}\n${added ?? ''}`, shortCircuit: true };
    },
  });
}

function door(name: string): string {
  return new URL(name, import.meta.url).href;
}

/** A door with a stub for each function that only the real module has: domains that no operation calls still load. */
function completed(url: string, real: string): string {
  const source = readFileSync(fileURLToPath(url), 'utf8');
  const known = new Set(functionsOf(source));
  const missing = functionsOf(readFileSync(new URL(real, SOURCE), 'utf8')).filter((name) => !known.has(name));
  const stubs = missing.map((name) => `export function ${name}() { throw new Error('the model has no ${name}'); }`);
  return [source, ...stubs].join('\n');
}

function functionsOf(source: string): string[] {
  return [...source.matchAll(/^export (?:async )?function (\w+)/gm)].map(([, name = '']) => name);
}

/** Fails loudly where the code has moved on: a mutation that changes nothing proves nothing. */
export function mutated(file: string, { name, find, replace, also }: Mutation): string {
  const edits = [{ find, replace }, ...(also === undefined ? [] : [also])];
  return edits.reduce(
    (source, edit) => {
      const parts = source.split(edit.find);
      if (parts.length !== 2)
        throw new Error(`mutation "${name}": ${parts.length - 1} places in ${file} match, not one`);
      return parts.join(edit.replace);
    },
    readFileSync(file, 'utf8'),
  );
}
