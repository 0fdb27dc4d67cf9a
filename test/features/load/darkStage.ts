import type { Stage } from '../../../bench/load/stage.ts';
import { HOUR_MS } from '../../../functions/src/kernel/time.ts';
import { DarkWorld } from '../../support/darkWorld.ts';

/** A project of its own, where nothing runs by itself and nobody else is met: the relay and consumers run when asked. */
export async function openDarkStage(): Promise<Stage> {
  const dark = await DarkWorld.open();
  const { server } = dark;
  return {
    project: dark.project,
    player: () => dark.player(),
    admin: () => dark.staff('admin'),
    async startInstance(environment) {
      const instance = await dark.another({ ECONOMY_CACHE_SECONDS: '60', ...environment });
      return { url: instance.url, logs: () => instance.logs, stop: () => instance.stop() };
    },
    read: (path) => server.ask('read', path),
    async pagesOf(uid) {
      return (await server.ask('list', `users/${uid}/days`)).map(({ data }) => data);
    },
    setFields: (path, fields) => server.ask('write', path, fields),
    discrepancies: (uid) => server.ask('verify', uid),
    async sweep() {
      await dark.pump();
      await server.ask('sweepReferralCredits', Date.now() + HOUR_MS);
    },
    errorsAbout: () => errorLines(server.logs),
    close: () => dark.close(),
  };
}

function errorLines(logs: readonly string[]): string[] {
  return logs.filter((line) => line.includes('"severity":"ERROR"'));
}
