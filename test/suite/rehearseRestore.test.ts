import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/suite/paths.ts';

/** Runs the command; answers its status and all that it printed. Logs that it keeps of a failure are deleted. */
async function rehearse(...words: string[]): Promise<{ status: number | null; output: string }> {
  const command = [join(repositoryRoot, 'scripts', 'rehearse-restore.ts'), ...words];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const folder = /^Logs of the suite: (.*)$/mu.exec(output)?.[1];
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  return { status, output };
}

describe('npm run rehearse-restore', function () {
  this.timeout(400_000);

  it('loses everything, restores it from a backup, and lets players go on without losing or doubling a coin', async () => {
    const { status, output } = await rehearse();
    assert.equal(status, 0, output);
    for (const told of [
      /Nothing has changed while it was made/,
      /No document and nobody is left/,
      /All \d{2,} documents and 2 people are as they were/,
      /It holds, with the totals of before/,
      /posting \d+, 10 coins[\s\S]*posting \d+, 10 coins/,
      /Old events are duplicates, the unanswered batch landed once/,
      /The restore holds/,
    ]) {
      assert.match(output, told);
    }
    const times = [...output.matchAll(/^\[ *(\d+\.\d) s\] \d+\. /gmu)].map(([, seconds]) => Number(seconds));
    assert.deepEqual(
      times,
      times.toSorted((left, right) => left - right),
    );
    assert.equal(times.length, 10);
  });

  it('fails, and says what is missing, where the backup is damaged', async () => {
    const [documents, people] = await Promise.all([
      rehearse('--sabotage', 'documents'),
      rehearse('--sabotage', 'people'),
    ]);
    for (const { status, output } of [documents, people]) {
      assert.equal(status, 1, output);
      assert.match(output, /✖ The restore does not hold/);
      assert.doesNotMatch(output, /The restore holds/);
    }
    assert.match(people.output, /1 of 2 people differ:\n {2}\w+: missing/);
    assert.match(documents.output, /documents differ|:import: \d{3}/);
  });

  it('asks for a sabotage that it knows', async () => {
    const { status, output } = await rehearse('--sabotage', 'everything');
    assert.deepEqual([status, /Usage/.test(output)], [2, true]);
  });
});
