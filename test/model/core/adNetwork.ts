import { createSign, generateKeyPairSync } from 'node:crypto';

/** The ad network: it signs its callbacks, and publishes the key that tells so. */
const KEY_ID = 4_711;
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });

export const publishedKeys = {
  keys: [{ keyId: KEY_ID, pem: pair.publicKey.export({ type: 'spki', format: 'pem' }) }],
};

export interface Callback {
  readonly transaction: string;
  readonly uid: string;
  readonly atMs: number;
}

/** The query of a callback; `forged` is signed by somebody else. */
export function signedQuery({ transaction, uid, atMs }: Callback, forged: boolean): string {
  const query = `ad_unit=banner&timestamp=${atMs}&transaction_id=${transaction}&user_id=${uid}`;
  const key = (forged ? stranger : pair).privateKey;
  const signature = createSign('sha256').update(query).sign(key).toString('base64url');
  return `${query}&signature=${signature}&key_id=${KEY_ID}`;
}
