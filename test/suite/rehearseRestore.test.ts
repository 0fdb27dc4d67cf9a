import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/suite/paths.ts';

/** So much of the emulators' log says why a rehearsal went wrong otherwise than it should. */
const LOG_LINES = 150;

/** Runs the command; answers its status, all that it printed, and what the functions wrote. Its logs are deleted. */
async function rehearse(environment = {}): Promise<{ status: number | null; output: string; log: string }> {
  const command = [join(repositoryRoot, 'scripts', 'rehearse-restore.ts')];
  const child = spawn(process.execPath, command, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const folder = /^Logs of the suite: (.*)$/mu.exec(output)?.[1];
  if (folder === undefined) return { status, output, log: '' };
  const log = readFileSync(join(folder, 'emulators.log'), 'utf8').split('\n').slice(-LOG_LINES).join('\n');
  rmSync(folder, { recursive: true, force: true });
  return { status, output, log };
}

describe('npm run rehearse-restore', function () {
  this.timeout(400_000);

  it('loses everything, restores it from a backup, and lets players go on without losing or doubling a coin', async () => {
    const { status, output, log } = await rehearse();
    assert.equal(status, 0, output + log);
    for (const told of [
      /Nothing has changed while it was made/,
      /No document and nobody is left/,
      /Damaged documents: (\d+ of \d{2,} documents differ|.*:import: \d{3})/,
      /Damaged people: 1 of 2 people differ: +\w+: missing/,
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
    assert.equal(times.length, 11);
  });

  it('fails, and says at what, where there is nothing to rehearse on', async () => {
    const { status, output } = await rehearse({ EARNPLAY_REHEARSAL: 'inside', GCLOUD_PROJECT: '' });
    assert.equal(status, 1, output);
    assert.match(output, /✖ The restore does not hold: .*GCLOUD_PROJECT is not set/);
    assert.doesNotMatch(output, /The restore holds/);
  });
});
