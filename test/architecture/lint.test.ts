import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { binFolder, repositoryRoot } from '../../scripts/suite/paths.ts';

const ASSERTION = 'plugin';

/** The rules that a sample breaks, as Biome reports them under the repository's own configuration. */
function lint(path: string, code: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lint-'));
  for (const part of ['biome.json', 'scripts/lint']) {
    cpSync(join(repositoryRoot, part), join(folder, part), { recursive: true });
  }
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code);
  const words = ['lint', '--vcs-enabled=false', '--colors=off', '--reporter=json', path];
  return new Promise((resolve, reject) => {
    execFile(join(binFolder, 'biome'), words, { cwd: folder }, (_, output) => {
      rmSync(folder, { recursive: true });
      try {
        const { diagnostics } = JSON.parse(output);
        const errors = diagnostics.filter(({ severity }: { severity: string }) => severity === 'error');
        resolve(errors.map(({ category }: { category: string }) => category).sort());
      } catch {
        reject(new Error(`Biome answered: ${output}`));
      }
    });
  });
}

describe('the linter', () => {
  it('refuses every assertion of a type but `as const`, outside platform/', async () => {
    for (const code of ['(1 as unknown)', '<unknown>1', '([] as const as unknown)']) {
      assert.deepEqual(await lint('functions/src/wallet/sample.ts', `export const a = ${code};\n`), [ASSERTION]);
      assert.deepEqual(await lint('functions/src/platform/sample.ts', `export const a = ${code};\n`), []);
    }
    assert.deepEqual(await lint('functions/src/wallet/sample.ts', 'export const a = [1] as const;\n'), []);
  });

  it('refuses `any`, `!` and a promise that nobody waits for', async () => {
    const code = 'export async function a(b: any) {\n  await b;\n}\na(1);\nexport const c = (d?: string) => d!;\n';
    assert.deepEqual(await lint('functions/src/wallet/sample.ts', code), [
      'lint/nursery/noFloatingPromises',
      'lint/style/noNonNullAssertion',
      'lint/suspicious/noExplicitAny',
    ]);
  });
});
