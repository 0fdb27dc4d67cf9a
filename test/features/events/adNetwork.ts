import { generateKeyPairSync, type KeyObject, randomBytes, randomInt, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** The ad network: publishes its keys where the functions look for them, and signs callbacks as AdMob does. */
export class AdNetwork {
  readonly #server: Server;
  readonly keyId: number;
  readonly #privateKey: KeyObject;

  private constructor(server: Server, keyId: number, privateKey: KeyObject) {
    this.#server = server;
    this.keyId = keyId;
    this.#privateKey = privateKey;
  }

  static async open(): Promise<AdNetwork> {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = publicKey.export({ type: 'spki', format: 'pem' });
    const base64 = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    const keyId = randomInt(1_000_000_000, 4_000_000_000);
    const body = JSON.stringify({ keys: [{ keyId, pem, base64 }] });
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    });
    const { hostname, port } = new URL(process.env.ADMOB_VERIFIER_KEYS_URL ?? 'http://127.0.0.1:9900');
    server.listen(Number(port), hostname);
    await once(server, 'listening');
    return new AdNetwork(server, keyId, privateKey);
  }

  /** The query with its signature, which is over `text` where that is not the query itself. */
  signed(query: string, options: { text?: string; key?: KeyObject; keyId?: number } = {}): string {
    const { text = query, key = this.#privateKey, keyId = this.keyId } = options;
    const signature = sign('sha256', Buffer.from(text, 'utf8'), key).toString('base64url');
    return `${query}&signature=${signature}&key_id=${keyId}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

export function freshTransaction(): string {
  return randomBytes(16).toString('hex');
}

/** What AdMob says of one ad, in its own order, each value encoded as in a URL. */
export function adFacts(facts: Record<string, string | number | undefined>): string {
  const all = {
    ad_network: '5450213213286189855',
    ad_unit: '1234567890',
    custom_data: undefined,
    reward_amount: 1,
    reward_item: 'coins',
    timestamp: Date.now(),
    transaction_id: freshTransaction(),
    user_id: undefined,
    ...facts,
  };
  return Object.entries(all)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
    .join('&');
}
