import { randomUUID } from 'node:crypto';
import { UNDELIVERED_TOPIC } from '../../functions/src/platform/messaging/addresses.ts';
import { functionOf } from '../../functions/src/platform/messaging/topics.ts';
import { demoSettings } from './demoSettings.ts';
import { FunctionServer } from './functionServer.ts';
import { unsignedToken } from './tokens.ts';
import { Player } from './world.ts';

/**
 * The functions in a project where the emulators trigger nothing: what happens there, somebody has called. Tokens are
 * believed as they are, since Auth knows nobody there.
 */
export function quietServer(project: string, environment: Readonly<Record<string, string>> = {}) {
  const believing = { FIREBASE_DEBUG_MODE: 'true', FIREBASE_DEBUG_FEATURES: '{"skipTokenVerification":true}' };
  return FunctionServer.start({ ...demoSettings(), ...believing, GCLOUD_PROJECT: project, ...environment });
}

export function quietPlayer(): Player {
  const uid = `quiet-${randomUUID()}`;
  const claims = { sub: uid, user_id: uid, auth_time: Math.floor(Date.now() / 1_000) };
  return new Player({ uid, idToken: unsignedToken(claims) });
}

/** Calls a function of the server as a player, and insists that it succeeds. */
export async function callThere(server: FunctionServer, player: Player, name: string, input: object): Promise<any> {
  const { result, error } = await player.call(name, input, { url: server.url });
  if (error !== undefined) throw new Error(`${name}: ${JSON.stringify(error)}`);
  return result;
}

export async function newcomerThere(
  server: FunctionServer,
  deviceHash?: string,
): Promise<Player & { referralCode: string }> {
  const player = quietPlayer();
  const input = { deviceHash: deviceHash ?? player.deviceHash, idempotencyKey: randomUUID() };
  const { referralCode } = await callThere(server, player, 'createUser', input);
  return Object.assign(player, { referralCode });
}

/** Runs a scheduled function there, planned for this instant. */
export async function runThere(server: FunctionServer, name: string, atMs: number): Promise<void> {
  const headers = { 'x-cloudscheduler-scheduletime': new Date(atMs).toISOString() };
  const response = await fetch(`${server.url}/${name}`, { method: 'POST', headers });
  if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`);
}

/**
 * Delivers a message to the function of its topic there, as Pub/Sub would; answers whether the function took it. With
 * `onlyFor` among the attributes it is for one consumer.
 */
export async function deliverThere(
  server: { readonly url: string },
  topic: string,
  message: unknown,
  attributes: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const name = topic === UNDELIVERED_TOPIC ? 'keepUndelivered' : functionOf(topic);
  const data = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)).toString('base64');
  const event = {
    ...{ specversion: '1.0', id: randomUUID(), source: '//pubsub', time: new Date().toISOString() },
    type: 'google.cloud.pubsub.topic.v1.messagePublished',
    data: { message: { data, messageId: randomUUID(), publishTime: new Date().toISOString(), attributes } },
  };
  const headers = { 'content-type': 'application/json' };
  const url = `${server.url}/events/${name}`;
  const { status } = await fetch(url, { method: 'POST', headers, body: JSON.stringify(event) });
  return status === 204;
}
