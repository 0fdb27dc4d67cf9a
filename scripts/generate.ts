/** `npm run generate` writes the generated files; with `--check` it writes nothing and fails if any of them differs. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { contractSnapshot } from './generate/contractSnapshot.ts';
import { endpointsSnapshot } from './generate/endpointsSnapshot.ts';
import { errorsPage } from './generate/errorsPage.ts';
import { firestoreFiles } from './generate/firestoreFiles.ts';
import type { Generator } from './generate/generator.ts';
import { wire } from './generate/wire.ts';
import { repositoryRoot } from './suite/paths.ts';

const generators: readonly Generator[] = [errorsPage, firestoreFiles, contractSnapshot, endpointsSnapshot, wire];

const words = process.argv.slice(2);
const checking = words.includes('--check');
if (words.some((word) => word !== '--check')) {
  console.error('Usage: npm run generate [-- --check]');
  process.exit(2);
}

const differing: string[] = [];
let count = 0;
for (const { name, generate } of generators) {
  const files = await generate();
  count += files.size;
  for (const [path, text] of files) {
    if (text === (await storedText(path))) continue;
    differing.push(`${path} (${name})`);
    if (!checking) await store(path, text);
  }
}

if (differing.length === 0) console.log(`All ${count} generated files are as the code says.`);
else console.log([`${checking ? '✖ Differ from the code' : 'Written'}:`, ...differing].join('\n  '));
if (checking && differing.length > 0) {
  console.error('Run `npm run generate` and look at what changed before you commit it.');
  process.exitCode = 1;
}

async function storedText(path: string): Promise<string | undefined> {
  try {
    return await readFile(join(repositoryRoot, path), 'utf8');
  } catch {
    return undefined;
  }
}

async function store(path: string, text: string): Promise<void> {
  const file = join(repositoryRoot, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
