/** The page of a suite that somebody plays with: asks every few seconds how it is, and says where things are. */
import type { Health } from '../../functions/src/ops/health.ts';
import type { SuiteFacts } from '../../scripts/suite/site.ts';

const ASK_EVERY_MS = 5_000;

const words: Readonly<Record<Health['status'], string>> = {
  ok: 'Everything is up.',
  degraded: 'Redis is away. The game works without it, a little slower.',
  down: 'The functions run, but not all that they need.',
};

const names: Readonly<Record<string, string>> = { firestore: 'Firestore', pubsub: 'Pub/Sub', redis: 'Redis' };

const places: readonly (readonly [string, string])[] = [
  ['Functions', 'EARNPLAY_FUNCTIONS_URL'],
  ['Firestore', 'FIRESTORE_EMULATOR_HOST'],
  ['Auth', 'FIREBASE_AUTH_EMULATOR_HOST'],
  ['Storage', 'FIREBASE_STORAGE_EMULATOR_HOST'],
  ['Pub/Sub', 'PUBSUB_EMULATOR_HOST'],
  ['Redis', 'REDIS_URL'],
];

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
}

function row(name: string, text: string): HTMLLIElement {
  const item = document.createElement('li');
  const value = document.createElement('code');
  value.textContent = text;
  item.append(name, value);
  return item;
}

function show(state: string, text: string, rows: readonly HTMLLIElement[]): void {
  element('state').textContent = text;
  element('state').parentElement?.setAttribute('data-state', state);
  element('checks').replaceChildren(...rows);
}

async function askHealth(): Promise<void> {
  try {
    const response = await fetch('/health');
    const { status, checks }: Health = await response.json();
    const rows = Object.entries(checks).map(([name, { ok, latencyMs }]) =>
      row(names[name] ?? name, ok ? `${latencyMs} ms` : 'does not answer'),
    );
    show(status, words[status], rows);
  } catch {
    show('down', 'Nothing answers. Does npm start still run? Its last lines say why it ended.', []);
  }
}

async function keepAsking(): Promise<void> {
  await askHealth();
  setTimeout(keepAsking, ASK_EVERY_MS);
}

async function showPlaces(): Promise<void> {
  const response = await fetch('/suite.json');
  const { addresses, log, functions }: SuiteFacts = await response.json();
  const known = places.filter(([, variable]) => addresses[variable] !== undefined);
  const rows = known.map(([name, variable]) => row(name, addresses[variable] ?? ''));
  element('places').replaceChildren(...rows, row('Log', log), row('Functions loaded', String(functions)));
}

function addCopyButtons(): void {
  for (const item of element('commands').querySelectorAll('li')) {
    const command = item.querySelector('code')?.textContent ?? '';
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', `Copy ${command}`);
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(command);
      button.textContent = 'Copied';
      setTimeout(() => {
        button.textContent = 'Copy';
      }, 2_000);
    });
    item.append(button);
  }
}

addCopyButtons();
void keepAsking();
showPlaces().catch(() => element('places').replaceChildren(row('Nothing answers', 'see above')));
