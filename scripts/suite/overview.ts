/** What `npm start` prints: the page to open first, then where everything is and what to try. */
import type { SuiteFacts } from './site.ts';

export type Overview = SuiteFacts & {
  readonly seconds: number;
  /** Why there is no Redis, if there is none. */
  readonly redisRemedy: string;
};

const commands = [
  ['npm run demo', 'a player signs in, earns coins and sees the balance change'],
  ['npm run make-admin -- --email <address>', 'give somebody who signed in the role of an admin'],
  ['npm run export-emulator-data', 'keep what is in the emulators for the next start'],
] as const;

export function overview({ functions, addresses, log, seconds, redisRemedy }: Overview): string {
  const at = (name: string) => addresses[name] ?? '';
  const places = [
    ['Functions', `${at('EARNPLAY_FUNCTIONS_URL')} (${functions})`],
    ['Firestore', at('FIRESTORE_EMULATOR_HOST')],
    ['Auth', at('FIREBASE_AUTH_EMULATOR_HOST')],
    ['Storage', at('FIREBASE_STORAGE_EMULATOR_HOST')],
    ['Pub/Sub', at('PUBSUB_EMULATOR_HOST')],
    ['Redis', at('REDIS_URL') || `none, and the game works without it. ${redisRemedy}`],
    ['Log', log],
  ] as const;
  return `
EarnPlay is up after ${seconds.toFixed(0)} s. Open ${at('EARNPLAY_WEB_URL')}

Where things are; schedules run as they would in the cloud:
${table(places)}

What to try, in another terminal:
${table(commands)}

Who is there already: emulator-data/README.md. What you change in functions/src is built and loaded by itself.
Ctrl-C stops everything.`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n');
}
