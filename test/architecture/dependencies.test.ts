import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../../scripts/suite/paths.ts';
import { brokenImports } from './cruise.ts';
import { dependencyRules } from './dependencyRules.ts';
import { CODE_FOLDERS, existingFolders } from './sourceFiles.ts';

/** For each rule a file that breaks it, by what it imports, and the name of the rule that has to say so. */
const SAMPLES: readonly (readonly [rule: string, file: string, code: string])[] = [
  ['no-circles', 'wallet/hold.ts', "import { post } from './post.ts';"],
  // A circle is reported where its first file in the order of names is.
  ['no-circles', '../../bench/benchmarks.ts', "import './run.ts';"],
  ['resolvable', 'wallet/lost.ts', "import './gone.ts';"],
  ['kernel-alone', 'kernel/clock.ts', "import { post } from '../wallet/post.ts';"],
  ['platform-knows-no-domain', 'platform/runtime/log.ts', "import { post } from '../../wallet/post.ts';"],
  ['contract-is-shareable', 'users/contract.ts', "import { createHash } from 'node:crypto';"],
  ['users-know-no-domain', 'users/close.ts', "import { post } from '../wallet/post.ts';"],
  ['manifest-is-light', 'wallet/domain.ts', "import { post } from './post.ts';"],
  ['manifest-of-its-own', 'users/domain.ts', "export const load = () => import('../wallet/post.ts');"],
  ['gathered-from-above', 'ops/gather.ts', "import { domains } from '../gathered.ts';"],
  ['rules-are-pure', 'events/dayRules.ts', "import { randomInt } from 'node:crypto';"],
  ['rules-are-pure', 'wallet/auditChain.ts', "import { log } from '../platform/runtime/log.ts';"],
  ['store-is-its-own', 'events/store.ts', "import { walletRule } from '../wallet/rules.ts';"],
  ['no-foreign-store', 'events/claim.ts', "import type { Wallet } from '../wallet/auditStore.ts';"],
  ['transport-only', 'events/functions.ts', "import { eventDoc } from './store.ts';"],
  ['transport-is-last', 'events/read.ts', "import { call } from './functions.ts';"],
  ['sdk-in-platform-only', 'users/account.ts', "import type { Auth } from 'firebase-admin/auth';"],
  ['npm-in-platform-only', 'users/names.ts', "import { nanoid } from '../../node_modules/nanoid/index.js';"],
  ['deployable-alone', 'ops/health.ts', "import { freshKey } from '../../../test/support/callable.ts';"],
  ['client-knows-contracts', '../../client/calls.ts', "import { post } from '../functions/src/wallet/post.ts';"],
];

/** What the samples import, and what is allowed: none of it may be complained about. */
const ALLOWED: readonly (readonly [file: string, code: string])[] = [
  ['wallet/auditStore.ts', ''],
  ['gathered.ts', ''],
  ['wallet/rules.ts', "import type { Currency } from '../kernel/money.ts';"],
  ['kernel/money.ts', "import { z } from 'zod';"],
  ['platform/transport/catalogue.ts', "import { defineErrors } from '../../kernel/money.ts';"],
  // A type alone closes the circle with the first sample, which is where it is reported.
  ['wallet/post.ts', "import type { Hold } from './hold.ts';"],
  ['../node_modules/nanoid/index.js', ''],
  ['../node_modules/firebase-admin/auth.js', ''],
  ['../../test/support/callable.ts', ''],
  ['../../bench/run.ts', "import './benchmarks.ts';"],
];

describe('the imports', () => {
  let folder: string;
  let complaints: string[];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'imports-'));
    for (const [file, code] of [...SAMPLES.map(([, file, code]) => [file, code] as const), ...ALLOWED]) {
      const path = join(folder, 'functions/src', file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, code);
    }
    complaints = await brokenImports(folder, ['functions/src', 'client', 'bench']);
  });

  after(() => rmSync(folder, { recursive: true }));

  it('go one way, in no circles, and to an SDK only from the platform', async () => {
    assert.deepEqual(await brokenImports(repositoryRoot, existingFolders(...CODE_FOLDERS)), []);
  });

  for (const [rule, file] of SAMPLES) {
    it(`are refused by "${rule}" in a sample of ${file}`, () => {
      const path = join('functions/src', file);
      assert.ok(
        complaints.some((complaint) => complaint.startsWith(`${rule}: ${path} → `)),
        complaints.join('\n'),
      );
    });
  }

  it('are not complained about where the rules allow them', () => {
    const allowed = ALLOWED.map(([file]) => join('functions/src', file));
    assert.deepEqual(
      complaints.filter((complaint) => allowed.some((file) => complaint.includes(`: ${file} → `))),
      [],
    );
  });

  it('have no rule without a sample that breaks it', () => {
    const proven = new Set(SAMPLES.map(([rule]) => rule));
    assert.deepEqual(
      dependencyRules.filter(({ name }) => !proven.has(name ?? '')),
      [],
    );
  });
});
