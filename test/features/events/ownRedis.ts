import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { eventually } from '../../support/eventually.ts';

/** A Redis that only one test knows, to be flushed and stopped without disturbing the suite's. */
export class OwnRedis {
  readonly #port: number;
  #server: ChildProcess | undefined;

  private constructor(port: number) {
    this.#port = port;
  }

  static async start(): Promise<OwnRedis> {
    const redis = await OwnRedis.away();
    await redis.open();
    return redis;
  }

  /** One that is not up yet. */
  static async away(): Promise<OwnRedis> {
    return new OwnRedis(await freePort());
  }

  async open(): Promise<void> {
    const flags = ['--port', String(this.#port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    this.#server = spawn(process.env.EARNPLAY_REDIS_SERVER ?? 'redis-server', flags, { stdio: 'ignore' });
    await eventually(() => this.#command('PING'));
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  async flush(): Promise<void> {
    await this.#command('FLUSHALL');
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  }

  #command(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.#port, '127.0.0.1', () => socket.write(`${text}\r\n`));
      socket.once('error', reject);
      socket.once('data', (data) => {
        socket.destroy();
        resolve(data.toString());
      });
    });
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
