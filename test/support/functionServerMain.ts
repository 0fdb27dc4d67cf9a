/** The child process of {@link FunctionServer}: all functions behind one HTTP server, with this process' environment. */
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { deployed as byName } from './deployed.ts';
import { askInsteadOfGoogle } from './googleHosts.ts';

const { GOOGLE_HOST, USERS_HOST } = process.env;
if (GOOGLE_HOST !== undefined && USERS_HOST !== undefined) askInsteadOfGoogle(GOOGLE_HOST, USERS_HOST);

type Handler = (request: any, response: any) => unknown;

const express = createRequire(new URL('../../functions/package.json', import.meta.url))('express');

const app = express();
const keepRawBody = (request: { rawBody?: Buffer }, _response: unknown, body: Buffer) => {
  request.rawBody = body;
};
app.use(express.json({ limit: '32mb', verify: keepRawBody }));
/** Delivers a CloudEvent to a function that is not called but triggered. */
app.post('/events/:name', async (request: any, response: any) => {
  const handler = byName[request.params.name];
  if (typeof handler !== 'function') return response.status(404).send('no such function');
  try {
    await (handler as (event: unknown) => unknown)(request.body);
    response.status(204).end();
  } catch (error) {
    response.status(500).send(String(error));
  }
});
/** Whatever is below it, by every method, as the platform hands it over. */
app.use('/staff', (request: any, response: any) => (byName.staff as Handler)(request, response));
app.post('/:name', (request: any, response: any) => {
  const handler = byName[request.params.name];
  if (typeof handler !== 'function') return response.status(404).send('no such function');
  return (handler as Handler)(request, response);
});

const server = app.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ port });
});

// The test that started this process is gone.
process.on('disconnect', () => process.exit());
