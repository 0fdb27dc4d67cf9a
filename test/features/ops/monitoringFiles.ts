import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `monitoring/` has, as `gcloud` is given it. */
export const ROOT = join(import.meta.dirname, '..', '..', '..');

export interface Metric {
  readonly name: string;
  readonly filter: string;
  readonly valueExtractor?: string;
  readonly labelExtractors?: Readonly<Record<string, string>>;
  readonly metricDescriptor: { readonly valueType: string; readonly labels?: readonly { readonly key: string }[] };
}

export interface Alert {
  readonly displayName: string;
  readonly documentation: { readonly content: string };
  readonly conditions: readonly { readonly conditionThreshold: Threshold }[];
}

export interface Threshold {
  readonly filter: string;
  readonly denominatorFilter?: string;
  readonly comparison: string;
  readonly thresholdValue: number;
}

function filesOf<T>(folder: string): ReadonlyMap<string, T> {
  const files = globSync(`monitoring/${folder}/*`, { cwd: ROOT }).sort();
  return new Map(files.map((file) => [file, JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as T]));
}

export const metrics = filesOf<Metric>('metrics');
export const alerts = filesOf<Alert>('alerts');
export const dashboard = readFileSync(join(ROOT, 'monitoring/dashboard.json'), 'utf8');

/** The metrics of ours that some text of filters names. */
export function watchedBy(text: string): string[] {
  return [...text.matchAll(/logging\.googleapis\.com\/user\/(\w+)/g)].map(([, name = '']) => name);
}
