/**
 * Loaded into the emulators' own process. The Auth emulator compiles the schemas of all its requests and answers before
 * it listens, which takes longer than all else that starts; its OpenAPI library can compile each when it is first met.
 */
import { createRequire } from 'node:module';
import { firebaseCli } from './paths.ts';

type Middleware = (document: unknown, options: Readonly<Record<string, unknown>>) => unknown;

const library: { middleware: Middleware } = createRequire(firebaseCli)('exegesis-express');
const { middleware } = library;
library.middleware = (document, options) => middleware(document, { ...options, lazyCompileValidationSchemas: true });
