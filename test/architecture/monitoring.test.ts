import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { logFilter } from '../features/ops/logFilter.ts';
import { alerts, dashboard, metrics, ROOT, watchedBy } from '../features/ops/monitoringFiles.ts';

/**
 * What alerts count must be what the code logs, and each alert must lead to words that help. That the lines are really
 * written is shown by `test/features/ops/monitored.test.ts`.
 */
const source = globSync('functions/src/**/*.ts', { cwd: ROOT })
  .map((file) => readFileSync(join(ROOT, file), 'utf8'))
  .join('\n');
const operations = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
const names = new Set([...metrics.values()].map(({ name }) => name));

describe('monitoring', () => {
  it('counts only alerts that some code raises, and every one of them', () => {
    const raised = new Set([...source.matchAll(/alert: '([^']+)'/g)].map(([, name]) => name));
    const counted = new Set(
      [...metrics.values()].flatMap(({ filter }) =>
        [...filter.matchAll(/"([a-z]+\.[a-z-]+)"/g)].map(([, name]) => name),
      ),
    );
    assert.deepEqual([...counted].sort(), [...raised].sort());
  });

  it('has filters of the tested kind, in files named for their metric', () => {
    for (const [file, { name, filter }] of metrics) {
      assert.equal(basename(file, '.json'), name);
      assert.doesNotThrow(() => logFilter(filter), name);
    }
  });

  it('watches only metrics that exist, and shows every one of them', () => {
    for (const [file, { conditions }] of alerts) {
      const watched = watchedBy(JSON.stringify(conditions));
      assert.ok(watched.length >= conditions.length, file);
      for (const name of watched) assert.ok(names.has(name), `${file} watches ${name}, which is counted nowhere`);
    }
    assert.deepEqual([...new Set(watchedBy(dashboard))].sort(), [...names].sort());
  });

  it('alerts on everything that should never grow', () => {
    const watched = new Set([...alerts.values()].flatMap(({ conditions }) => watchedBy(JSON.stringify(conditions))));
    assert.deepEqual(
      [...names].filter((name) => !watched.has(name)),
      [],
    );
  });

  it('asks of discrepancies, of calls, of their speed and of batches what was promised', () => {
    const threshold = (file: string) => {
      const { comparison, thresholdValue } =
        alerts.get(`monitoring/alerts/${file}.json`)?.conditions[0]?.conditionThreshold ?? {};
      return [comparison, thresholdValue];
    };
    assert.deepEqual(threshold('ledger-discrepancies'), ['COMPARISON_GT', 0]);
    assert.deepEqual(threshold('error-rate'), ['COMPARISON_GT', 0.001]);
    assert.deepEqual(threshold('latency'), ['COMPARISON_GT', 200]);
    assert.deepEqual(threshold('batch-success'), ['COMPARISON_GT', 0.005]);
  });

  it('has a runbook for each alert, and the dashboard has its place for each tile', () => {
    const headings = [...operations.matchAll(/^## (.+)$/gm)].map(([, title]) => anchor(title ?? ''));
    for (const [file, { documentation }] of alerts) {
      const [, runbook = 'none'] = /^Runbook: docs\/operations\.md#([a-z-]+)$/.exec(documentation.content) ?? [];
      assert.ok(headings.includes(runbook), `${file} leads to ${runbook}, which docs/operations.md lacks`);
    }
    const { tiles } = JSON.parse(dashboard).mosaicLayout;
    const places = tiles.map(({ xPos = 0, yPos = 0 }) => `${xPos} ${yPos}`);
    assert.equal(new Set(places).size, tiles.length);
  });

  it('is explained in the operations page, metric by metric', () => {
    for (const name of names) assert.ok(operations.includes(`\`${name}\``), name);
  });
});

function anchor(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}
