/**
 * Loaded into the emulators' own process where Storage runs beside them. Its rules are evaluated by a program that would
 * have to be downloaded, and ours say one thing: no client reads or writes. That needs no program to say.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { repositoryRoot } from './paths.ts';

type Request = { readonly action: string };
type Runtime = {
  _alive: boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
  _sendRequest(asked: Request): unknown;
};

const PLACE = join(
  repositoryRoot,
  'node_modules',
  'firebase-tools',
  'lib',
  'emulator',
  'storage',
  'rules',
  'runtime.js',
);
const { StorageRulesRuntime }: { StorageRulesRuntime: { prototype: Runtime } } = createRequire(PLACE)(PLACE);

const denied = { status: 'ok', errors: [], warnings: [], result: { rulesVersion: 2, permit: false } };

Object.assign(StorageRulesRuntime.prototype, {
  start(this: Runtime): Promise<void> {
    this._alive = true;
    return Promise.resolve();
  },
  stop(this: Runtime): Promise<void> {
    this._alive = false;
    return Promise.resolve();
  },
  _sendRequest: () => Promise.resolve(denied),
});
