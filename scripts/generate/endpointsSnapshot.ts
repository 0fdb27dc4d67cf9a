import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../suite/paths.ts';
import { discoverEndpoints, stageFunctions } from './discovery.ts';
import { type Generator, stableJson } from './generator.ts';

export const ENDPOINTS_SNAPSHOT = 'test/architecture/endpoints.snapshot.json';

/** Everything that gets deployed, with triggers, options and parameters, as the SDK tells it to Cloud Functions. */
export const endpointsSnapshot: Generator = {
  name: 'endpoints snapshot',
  generate: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'endpoints-'));
    try {
      await stageFunctions(folder);
      symlinkSync(join(repositoryRoot, 'functions', 'node_modules'), join(folder, 'node_modules'));
      return new Map([[ENDPOINTS_SNAPSHOT, stableJson(await discoverEndpoints(folder))]]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
