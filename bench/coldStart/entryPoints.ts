import { z } from 'zod';
import { nodeOutput } from './freshProcess.ts';

/** Prints, as JSON, every package entry point that the built functions themselves import while they load. */
const RECORDER = `
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
const lib = pathToFileURL('lib/').href;
const imported = new Set();
registerHooks({
  resolve(specifier, context, next) {
    const isOurs = context.parentURL?.startsWith(lib) ?? false;
    if (isOurs && !/^(node:|[./])/.test(specifier)) imported.add(specifier);
    return next(specifier, context);
  },
});
await import(lib + 'index.js');
process.stdout.write(JSON.stringify([...imported].sort()));
`;

/** Asked of the module loader, and so always what is really loaded, `import()`s at load included. */
export async function entryPointsAtLoad(folder: string): Promise<string[]> {
  return z
    .array(z.string())
    .min(1)
    .parse(JSON.parse(await nodeOutput(RECORDER, folder)));
}
