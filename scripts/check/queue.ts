/** Hands out files of tests to lanes, one at a time, the longest first, and takes in what came of them. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { host } from '../suite/ports.ts';
import type { FileResult } from './protocol.ts';

export class FileQueue {
  readonly url: string;
  readonly #server: Server;
  readonly #waiting: string[];
  readonly #running = new Set<string>();

  private constructor(server: Server, port: number, waiting: string[]) {
    this.#server = server;
    this.url = `http://${host}:${port}`;
    this.#waiting = waiting;
  }

  /** Serves the files in their order; `onResult` hears of each file that is through. */
  static async open(files: readonly string[], onResult: (result: FileResult) => void): Promise<FileQueue> {
    const server = createServer();
    server.listen(0, host);
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the queue has no port');
    const queue = new FileQueue(server, address.port, [...files]);
    server.on('request', async (request, response) => {
      if (request.url === '/next') {
        const file = queue.#next();
        response.writeHead(file === undefined ? 204 : 200).end(file);
        return;
      }
      const result: FileResult = JSON.parse(await bodyOf(request));
      queue.#running.delete(result.file);
      onResult(result);
      response.writeHead(204).end();
    });
    return queue;
  }

  /** No further file is handed out. */
  stop(): void {
    this.#waiting.length = 0;
  }

  /** Closes the queue; answers the files that were not run to their end. */
  close(): string[] {
    this.#server.close();
    this.#server.closeAllConnections();
    return [...this.#running, ...this.#waiting];
  }

  #next(): string | undefined {
    const file = this.#waiting.shift();
    if (file !== undefined) this.#running.add(file);
    return file;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
  return body;
}
