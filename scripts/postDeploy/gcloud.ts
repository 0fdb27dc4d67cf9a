import { spawnSync } from 'node:child_process';
import process from 'node:process';

/** gcloud for one project. What it is asked is asked in a dry run as well; what it would change is only printed there. */
export class Gcloud {
  readonly project: string;
  readonly #dryRun: boolean;

  constructor(project: string, dryRun: boolean) {
    this.project = project;
    this.#dryRun = dryRun;
  }

  /** The answer to a question; undefined where what was asked after does not exist. */
  ask(...words: string[]): string | undefined {
    const { status, stdout, stderr } = this.#run(words);
    if (status === 0) return stdout.trim();
    if (/NOT_FOUND|not found|does not exist/i.test(stderr)) return undefined;
    return fail(stderr);
  }

  /** Changes something; a failure ends the script. */
  change(...words: string[]): void {
    if (this.#dryRun) {
      console.log(`would run: gcloud ${[...words, `--project=${this.project}`].map(quoted).join(' ')}`);
      return;
    }
    const { status, stderr } = this.#run(words);
    if (status !== 0) fail(stderr);
  }

  #run(words: readonly string[]) {
    const run = spawnSync('gcloud', [...words, `--project=${this.project}`], { encoding: 'utf8' });
    if (run.error !== undefined) return fail('gcloud is not installed: see cloud.google.com/sdk.');
    return run;
  }
}

function quoted(word: string): string {
  return /^[\w./:=@-]+$/.test(word) ? word : `'${word}'`;
}

function fail(text: string): never {
  console.error(text);
  process.exit(1);
}
