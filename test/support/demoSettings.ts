import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** The settings of the demo project, keys included, for a process beside the suite that must agree with its functions. */
export function demoSettings(): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const name of ['.env.demo-earnplay', '.secret.local']) {
    const file = join(import.meta.dirname, '..', '..', 'functions', name);
    for (const [key, value] of Object.entries(parseEnv(readFileSync(file, 'utf8')))) {
      if (value !== undefined) settings[key] = value;
    }
  }
  return settings;
}
