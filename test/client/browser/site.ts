import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { clientBundle } from '../../../client/bundle.ts';
import { authHost, functionsUrl, projectId, firestoreHost as suiteFirestoreHost } from '../../support/environment.ts';
import type { PageSettings } from '../page/main.ts';

export interface SiteOptions {
  readonly clockErrorMs?: number;
  readonly flushSeconds?: number;
  /** `host:port` where the page reaches Firestore, unless directly. */
  readonly firestoreHost?: string;
}

/** Serves the test page, client and Firebase bundled as a game would, from an origin of its own. */
export interface Site {
  readonly origin: string;
  address(options?: SiteOptions): string;
  close(): Promise<void>;
}

/** `page` is a file of `test/client/page`. */
export async function openSite(page = 'main.ts'): Promise<Site> {
  const script = await bundledPage(page);
  const server = createServer((request, response) => {
    const isScript = request.url === '/main.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript
        ? script
        : '<!doctype html><title>game</title><body></body><script type="module" src="/main.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://localhost:${portOf(server)}`;
  const address = (options: SiteOptions = {}) => {
    const { clockErrorMs = 0, firestoreHost = suiteFirestoreHost, flushSeconds = 60 } = options;
    const functionsOrigin = new URL(functionsUrl).origin;
    const settings: PageSettings = { projectId, authHost, firestoreHost, functionsOrigin, clockErrorMs, flushSeconds };
    return `${origin}/#${encodeURIComponent(JSON.stringify(settings))}`;
  };
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { origin, address, close };
}

async function bundledPage(page: string): Promise<string> {
  const entry = join(import.meta.dirname, '../page', page);
  const define = { 'process.env.NODE_ENV': '"development"' };
  const { outputFiles } = await build({
    ...clientBundle,
    define,
    entryPoints: [entry],
    write: false,
    outfile: 'main.js',
  });
  return outputFiles[0]?.text ?? '';
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
