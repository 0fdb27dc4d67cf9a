import { createDecipheriv } from 'node:crypto';
import { demand, demandEqual } from '../core/violation.ts';
import type { Store } from '../memory/store.ts';
import type { Withdrawal } from '../oracle/records.ts';

/** Whatever somebody is paid to has one of these in it, and nothing else has. */
const MARKS = /pay\.?ee[- ]|0xbadcafe|bukb[-\s]?2020/i;

/** Demands that a text tells nobody where money goes. */
export function demandSecret(text: string, where: string): void {
  const found = MARKS.exec(text);
  demand(found === null, () => `${where} shows payment details: ${text.slice(Math.max(0, (found?.index ?? 0) - 80))}`);
}

export function checkSecrecy(store: Store): void {
  for (const { path, data } of store.all()) demandSecret(JSON.stringify([path, data]), path);
}

/** Opens what is sealed by the written recipe: AES-256-GCM, bound to the withdrawal that it belongs to. */
export function demandSealed(sealed: string, { id, details }: Withdrawal): void {
  const [version = '', iv = '', tag = '', text = ''] = sealed.split('.');
  const { current, keys } = JSON.parse(process.env.PAYMENT_KEYS ?? '{}');
  const key = Buffer.from(keys[version] ?? '', 'hex');
  demand(version === current && key.length === 32, () => `withdrawal ${id} is not sealed with the current key`);
  let opened = '';
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'));
    decipher.setAAD(Buffer.from(id, 'utf8'));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    opened = decipher.update(Buffer.from(text, 'base64url'), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    demand(false, () => `the details of withdrawal ${id} are not sealed for it`);
  }
  demandEqual(JSON.parse(opened), details, `details of ${id}`);
}
