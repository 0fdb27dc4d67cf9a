import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '../suite/paths.ts';
import { type JsonObject, stableText } from './generator.ts';

const FILE = 'docs/wire/dart/earnplay.dart';
const NOTE = '// Generated from the wire contract by `npm run generate`; do not edit.';

/**
 * Dart models of what a player's app sends, is answered and reads. quicktype takes a second to load, so what stands there is
 * kept where its first lines vouch for it: they name what it was made of, and what it is.
 */
export async function dartModelFiles(definitions: Readonly<Record<string, JsonObject>>): Promise<Map<string, string>> {
  const madeOf = digest(`${stableText(definitions)}${OPTIONS_TEXT}`);
  const kept = await readFile(join(repositoryRoot, FILE), 'utf8').catch(() => '');
  const [, keptOf, keptIs, body = ''] = /^\/\/[^\n]*\n\/\/ (\w+) (\w+)\n([\s\S]*)$/.exec(kept) ?? [];
  const text = keptOf === madeOf && keptIs === digest(body) ? body : await modelsOf(definitions);
  return new Map([[FILE, `${NOTE}\n// ${madeOf} ${digest(text)}\n${text}`]]);
}

const OPTIONS = { 'final-props': 'true' } as const;
/** A new version may write otherwise what it makes of the same. */
const OPTIONS_TEXT = JSON.stringify([OPTIONS, 'quicktype 26, absent fields are left out']);

async function modelsOf(definitions: Readonly<Record<string, JsonObject>>): Promise<string> {
  const { FetchingJSONSchemaStore, InputData, JSONSchemaInput, quicktype } = await import('quicktype-core');
  const input = new JSONSchemaInput(new FetchingJSONSchemaStore());
  await input.addSource({ name: 'EarnPlay', uris: ['#/definitions/'], schema: JSON.stringify({ definitions }) });
  const inputData = new InputData();
  inputData.addInput(input);
  const { lines } = await quicktype({ inputData, lang: 'dart', rendererOptions: OPTIONS });
  const code = lines.join('\n');
  return leftOut(code.slice(code.indexOf('import ')));
}

/** The server takes null for a value, so what is not there must not be sent. */
function leftOut(code: string): string {
  let optional = new Set<string>();
  return code
    .split('\n')
    .map((line) => {
      if (line.startsWith('class ')) optional = new Set();
      const [, parameter] = /^ {8}this\.(\w+),$/.exec(line) ?? [];
      if (parameter !== undefined) optional.add(parameter);
      const [, indent = '', entry = '', , field] = /^( {8})("([^"]+)": (\w+).*)$/.exec(line) ?? [];
      return field !== undefined && optional.has(field) ? `${indent}if (${field} != null) ${entry}` : line;
    })
    .join('\n');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
