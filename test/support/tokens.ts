/** ID tokens as text: what an unverified one can claim, and what a verified one does. */
export function unsignedToken(claims: object): string {
  return [{ alg: 'none' }, claims].map(encoded).concat('').join('.');
}

/** Head and claims of a token, without the signature that goes over them. */
export function unsignedText(head: object, claims: object): string {
  return [head, claims].map(encoded).join('.');
}

export function claimsIn(idToken: string): Record<string, any> {
  const [, payload = ''] = idToken.split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
