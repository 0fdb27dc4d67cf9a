import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * A TCP relay in front of a real server, for tests of what happens when it goes away. Silent, it still accepts
 * connections and takes every byte, and answers nothing, as a server behind a broken network does.
 */
export class Relay {
  #silent = false;
  #late: (() => void)[] | undefined;
  /** Bytes that clients have sent so far, answered or not. */
  bytesSent = 0;
  /** Bytes that clients have got so far. */
  bytesAnswered = 0;
  /** Connections that clients have opened so far. */
  connections = 0;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #target: { readonly host: string; readonly port: number };

  private constructor(host: string, port: number) {
    this.#target = { host, port };
    this.#server = createServer((client) => this.#relay(client, connect(this.#target)));
  }

  /** New connections lead to this port of this machine; those that are open stay with whom they have. */
  leadTo(port: number): void {
    this.#target = { host: '127.0.0.1', port };
  }

  /** Listens on a port of this machine, any free one unless told; `target` is `host:port`. */
  static async to(target: string, ownPort = 0): Promise<Relay> {
    const [host = '', port] = target.split(':');
    const relay = new Relay(host, Number(port));
    relay.#server.listen(ownPort, '127.0.0.1');
    await once(relay.#server, 'listening');
    return relay;
  }

  /** `host:port` for clients. */
  get address(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `127.0.0.1:${port}`;
  }

  fallSilent(): void {
    this.#silent = true;
  }

  /** New connections are relayed again; those that were opened meanwhile stay dead, as they would on a network. */
  speakAgain(): void {
    this.#silent = false;
  }

  /** What the server says from now on arrives late: once it is {@link deliver}ed, in order. */
  delay(): void {
    this.#late ??= [];
  }

  deliver(): void {
    const late = this.#late ?? [];
    this.#late = undefined;
    for (const arrive of late) arrive();
  }

  async close(): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, 'close');
  }

  #relay(client: Socket, server: Socket): void {
    this.connections += 1;
    let dead = this.#silent;
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    const pass = (bytes: Buffer, to: Socket) => {
      dead ||= this.#silent;
      if (!dead) to.write(bytes);
    };
    client.on('data', (bytes) => {
      this.bytesSent += bytes.length;
      pass(bytes, server);
    });
    server.on('data', (bytes) => {
      const arrive = () => {
        this.bytesAnswered += bytes.length;
        pass(bytes, client);
      };
      if (this.#late === undefined) arrive();
      else this.#late.push(arrive);
    });
  }
}
