import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { eventually } from '../../support/eventually.ts';

/** A Redis that only one test knows, to be flushed and stopped without disturbing the suite's. */
export class OwnRedis {
  readonly port: number;
  readonly #settings: readonly string[];
  #server: ChildProcess | undefined;

  private constructor(port: number, settings: readonly string[]) {
    this.port = port;
    this.#settings = settings;
  }

  /** With settings of its own, as they stand on its command line. */
  static async start(...settings: readonly string[]): Promise<OwnRedis> {
    const redis = await OwnRedis.away(...settings);
    await redis.open();
    return redis;
  }

  /** One that is not up yet. */
  static async away(...settings: readonly string[]): Promise<OwnRedis> {
    return new OwnRedis(await freePort(), settings);
  }

  async open(): Promise<void> {
    const common = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const flags = [...common, ...this.#settings];
    this.#server = spawn(process.env.EARNPLAY_REDIS_SERVER ?? 'redis-server', flags, { stdio: 'ignore' });
    await eventually(() => this.command('PING'));
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async flush(): Promise<void> {
    await this.command('FLUSHALL');
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  }

  /** What it answers to an inline command, as it comes. */
  command(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.port, '127.0.0.1', () => socket.write(`${text}\r\n`));
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
