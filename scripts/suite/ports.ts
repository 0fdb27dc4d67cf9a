/**
 * Every service gets its usual port, or a free one when that is taken. Ports are claimed until the launcher ends,
 * so that two suites that start at the same moment never choose the same one.
 */
import { createServer } from 'node:net';
import { releaseClaim, takeClaim } from './claim.ts';
import { SuiteError } from './suiteError.ts';

export const host = '127.0.0.1';

export const defaultPorts = {
  auth: 9099,
  functions: 5001,
  firestore: 8080,
  firestoreWebsocket: 9150,
  pubsub: 8085,
  hub: 4400,
  logging: 4500,
  hosting: 5000,
  storage: 9199,
  eventarc: 9299,
  tasks: 9499,
  redis: 6379,
} as const;

export type Service = keyof typeof defaultPorts;
export type Ports = Record<Service, number>;

// Substitutes lie below the range (32768 and up) from which the system serves outgoing connections: a port from
// there may be taken by any client between being chosen and being bound.
const SUBSTITUTE_OFFSET = 10_000;
const SUBSTITUTES = 1000;

export async function choosePorts(): Promise<Ports> {
  const chosen: Record<string, number> = {};
  for (const [service, preferred] of Object.entries(defaultPorts)) chosen[service] = await choosePort(preferred);
  return chosen as Ports;
}

/** The preferred port, or the first free one of those that stand in for it; claimed for this process. */
export async function choosePort(preferred: number): Promise<number> {
  if (await takePort(preferred)) return preferred;
  for (let port = preferred + SUBSTITUTE_OFFSET; port < preferred + SUBSTITUTE_OFFSET + SUBSTITUTES; port++) {
    if (await takePort(port)) return port;
  }
  throw new SuiteError(`Port ${preferred} is taken, and so are the ${SUBSTITUTES} ports that could stand in for it.`);
}

export function releasePorts(ports: Iterable<number>): void {
  for (const port of ports) releaseClaim(claimName(port));
}

async function takePort(port: number): Promise<boolean> {
  if (!takeClaim(claimName(port))) return false;
  if (await isFree(port)) return true;
  releaseClaim(claimName(port));
  return false;
}

function claimName(port: number): string {
  return `port-${port}`;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
