/** The child process of {@link FunctionServer}: all functions behind one HTTP server, with this process' environment. */
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import * as functions from '../../functions/src/index.ts';
import { askForAppCheckAt } from './appCheckHost.ts';

if (process.env.APP_CHECK_HOST !== undefined) askForAppCheckAt(process.env.APP_CHECK_HOST);

type Handler = (request: any, response: any) => unknown;

const express = createRequire(new URL('../../functions/package.json', import.meta.url))('express');
const byName: Readonly<Record<string, unknown>> = functions;

const app = express();
const keepRawBody = (request: { rawBody?: Buffer }, _response: unknown, body: Buffer) => {
  request.rawBody = body;
};
app.use(express.json({ limit: '32mb', verify: keepRawBody }));
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
