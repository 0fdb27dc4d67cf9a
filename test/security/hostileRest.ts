import { projectId } from '../support/environment.ts';
import type { Player } from '../support/world.ts';

/** Firestore's own REST interface, with the sign-in of a player: what stands between it and the data are the rules. */
const ROOT = `projects/${projectId}/databases/(default)/documents`;

export function askFirestore(player: Player, path: string, body?: object, method = 'POST'): Promise<Response> {
  return fetch(`http://${process.env.FIRESTORE_EMULATOR_HOST}/v1/${ROOT}${path}`, {
    method,
    headers: { authorization: `Bearer ${player.idToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

export interface Write {
  readonly what: string;
  readonly path: string;
  readonly body?: object;
  readonly method?: string;
}

export function hostileWrites(attacker: Player, victim: Player): readonly Write[] {
  const million = { mapValue: { fields: { coins: { integerValue: '1000000' } } } };
  const body = { fields: { balances: million } };
  const document = `${ROOT}/users/${attacker.uid}`;
  const increment = { fieldPath: 'balances.coins.available', increment: { integerValue: '1000000' } };
  const writes = { writes: [{ transform: { document, fieldTransforms: [increment] } }] };
  return [
    { what: 'a rich self', path: `/users/${attacker.uid}`, body, method: 'PATCH' },
    { what: 'a poor victim', path: `/users/${victim.uid}`, method: 'DELETE' },
    { what: 'an increment in a commit', path: ':commit', body: writes },
    { what: 'an increment in a batch of writes', path: ':batchWrite', body: writes },
    { what: 'an approved withdrawal', path: '/withdrawals?documentId=mine', body },
    { what: 'a code for itself', path: '/referralCodes?documentId=AAAAAAAA', body },
    { what: 'another configuration', path: '/config/economy', body, method: 'PATCH' },
  ];
}
