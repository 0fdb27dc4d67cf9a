import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, randomInt } from 'node:crypto';

/** The few primitives that the economy needs, all of Node's own implementation. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

/** HMAC-SHA256; `key` is hex. */
export function hmacSha256(keyHex: string, text: string): Buffer {
  return createHmac('sha256', Buffer.from(keyHex, 'hex')).update(text, 'utf8').digest();
}

export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}

/** Draws `length` characters of `alphabet`, each equally likely. */
export function randomText(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

export interface Keyring {
  /** The version that encrypts from now on. */
  readonly current: string;
  /** Every version that may still decrypt: 32-byte keys as hex. */
  readonly keys: Readonly<Record<string, string>>;
}

/** The keyring lacks the version that a text was sealed with, or that it says it seals with. */
export class UnknownKeyVersion extends Error {
  override readonly name = 'UnknownKeyVersion';
  readonly version: string;

  constructor(version: string) {
    super(`no encryption key of version ${JSON.stringify(version)}`);
    this.version = version;
  }
}

/** A text that the key of its version did not seal as it stands, or not for this context. */
export class BrokenSeal extends Error {
  override readonly name = 'BrokenSeal';
  readonly version: string;

  constructor(version: string) {
    super(`not sealed here with the key of version ${JSON.stringify(version)}`);
    this.version = version;
  }
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM; answers `version.iv.tag.ciphertext` in base64url, bound to `context` as additional data. */
export function encrypt(keyring: Keyring, plaintext: string, context: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(keyring, keyring.current), iv);
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
  const parts = [iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'));
  return [keyring.current, ...parts].join('.');
}

/** Opens what {@link encrypt} sealed; throws {@link BrokenSeal} where key, context or text are not those of the sealing. */
export function decrypt(keyring: Keyring, sealed: string, context: string): string {
  const [version = '', iv = '', tag = '', text = ''] = sealed.split('.');
  const key = keyOf(keyring, version);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(context, 'utf8'));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
  } catch {
    throw new BrokenSeal(version);
  }
}

function keyOf(keyring: Keyring, version: string): Buffer {
  const hex = Object.hasOwn(keyring.keys, version) ? keyring.keys[version] : undefined;
  if (hex === undefined) throw new UnknownKeyVersion(version);
  return Buffer.from(hex, 'hex');
}
