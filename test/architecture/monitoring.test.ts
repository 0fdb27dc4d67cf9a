import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** What alerts count must be what the code logs, and each alert must lead to words that help. */
const ROOT = join(import.meta.dirname, '..', '..');
const source = globSync('functions/src/**/*.ts', { cwd: ROOT })
  .map((file) => readFileSync(join(ROOT, file), 'utf8'))
  .join('\n');
const metrics = globSync('monitoring/metrics/*.yaml', { cwd: ROOT });
const alerts = globSync('monitoring/alerts/*.json', { cwd: ROOT });

describe('monitoring', () => {
  it('counts only alerts that some code raises, and every one of them', () => {
    const raised = new Set([...source.matchAll(/alert: '([^']+)'/g)].map(([, name]) => name));
    const counted = new Set(
      metrics.flatMap((file) => [...read(file).matchAll(/"([a-z]+\.[a-z-]+)"/g)].map(([, name]) => name)),
    );
    assert.deepEqual([...counted].sort(), [...raised].sort());
  });

  it('reads only fields that log lines have', () => {
    const known = new Set([
      'alert',
      'message',
      'function',
      'outcome',
      'durationMs',
      'consumer',
      'kind',
      'oldestSeconds',
    ]);
    const fields = metrics.flatMap((file) => [...read(file).matchAll(/jsonPayload\.(\w+)/g)].map(([, name]) => name));
    for (const field of fields) {
      assert.ok(known.has(field ?? ''), `${field} is not known to be logged`);
      assert.match(source, new RegExp(`\\b${field}\\b`), `${field} is logged nowhere`);
    }
  });

  it('watches only metrics that exist', () => {
    const names = new Set(metrics.map((file) => basename(file, '.yaml')));
    const watchers = [...alerts, 'monitoring/dashboard.json'];
    const watched = watchers.flatMap((file) => [...read(file).matchAll(/user\/(\w+)/g)].map(([, name]) => name ?? ''));
    assert.ok(watched.length > alerts.length);
    for (const name of watched) assert.ok(names.has(name), `${name} is watched and counted nowhere`);
  });

  it('has a runbook for each alert', () => {
    const headings = [...read('docs/operations.md').matchAll(/^## (.+)$/gm)].map(([, title]) => anchor(title ?? ''));
    for (const file of alerts) {
      const [, runbook = 'none'] = /operations\.md#([a-z-]+)/.exec(read(file)) ?? [];
      assert.ok(headings.includes(runbook), `${file} leads to ${runbook}, which docs/operations.md lacks`);
    }
  });
});

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

function anchor(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}
