import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';
import { besideIndex, clientBundle } from './bundle.ts';
import { publishedTypes } from './publishedTypes.ts';

/**
 * `node client/build.ts [dist]` makes what the package ships: for each entry an ES module and a CommonJS one, with source
 * maps, and beside both the types that the entry leads to. `npm pack` runs it.
 */
const ENTRIES = {
  index: 'index.ts',
  storage: 'storage/jsonStorage.ts',
  node: 'node.ts',
  play: 'play/index.ts',
  react: 'react/index.ts',
  'react-native': 'reactNative.ts',
  'staff-signing': 'staffSigning.ts',
} as const;

const folder = import.meta.dirname;
const dist = resolve(process.argv[2] ?? join(folder, 'dist'));
const entries = Object.entries(ENTRIES);

rmSync(dist, { recursive: true, force: true });
const declared = mkdtempSync(join(tmpdir(), 'earnplay-types-'));
try {
  const types = ['-p', join(folder, 'tsconfig.json'), '--outDir', declared];
  execFileSync(join(folder, '../node_modules/.bin/tsc'), types, { stdio: 'inherit' });
  for (const { format, kind } of [
    { format: 'esm', kind: 'module' },
    { format: 'cjs', kind: 'commonjs' },
  ] as const) {
    const outdir = join(dist, format);
    await build({
      ...clientBundle,
      format,
      entryPoints: Object.fromEntries(entries.map(([name, file]) => [name, join(folder, 'src', file)])),
      external: ['firebase/*', 'node:*', 'react'],
      plugins: [...(clientBundle.plugins ?? []), besideIndex],
      sourcemap: true,
      outdir,
    });
    // What is below it is read as this kind, by Node and by TypeScript alike.
    writeFileSync(join(outdir, 'package.json'), `${JSON.stringify({ type: kind })}\n`);
    for (const [path, text] of publishedTypes(declared, ENTRIES)) {
      mkdirSync(join(outdir, path, '..'), { recursive: true });
      writeFileSync(join(outdir, path), text);
    }
  }
} finally {
  rmSync(declared, { recursive: true, force: true });
}
