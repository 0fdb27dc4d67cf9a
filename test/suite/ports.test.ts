import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import { choosePort, host, releasePorts } from '../../scripts/suite/ports.ts';

describe('the port chooser', () => {
  const preferred = 23_450;
  const taken: number[] = [];
  let occupant: Server | undefined;

  afterEach(async () => {
    releasePorts(taken.splice(0));
    await new Promise<void>((resolve) => (occupant === undefined ? resolve() : occupant.close(() => resolve())));
    occupant = undefined;
  });

  async function choose(): Promise<number> {
    const port = await choosePort(preferred);
    taken.push(port);
    return port;
  }

  it('keeps the preferred port when it is free', async () => {
    assert.equal(await choose(), preferred);
  });

  it('takes another port when a stranger listens on the preferred one', async () => {
    const server = createServer();
    occupant = server;
    await new Promise<void>((resolve) => server.listen(preferred, host, resolve));
    assert.notEqual(await choose(), preferred);
  });

  it('never gives out a port twice, even before anyone listens on it', async () => {
    const ports = await Promise.all([choose(), choose(), choose()]);
    assert.equal(new Set(ports).size, 3);
  });

  it('gives a released port out again', async () => {
    const first = await choose();
    releasePorts([first]);
    assert.equal(await choose(), first);
  });
});
