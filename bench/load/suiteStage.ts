import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sweepOutbox } from '../../functions/src/events/sweepOutbox.ts';
import { MINUTE_MS } from '../../functions/src/kernel/time.ts';
import { adminFirestore, closeFirebase } from '../../functions/src/platform/firebase.ts';
import { closePublisher } from '../../functions/src/platform/publisher.ts';
import { sweepReferralCredits } from '../../functions/src/referrals/creditReferrer.ts';
import { verifyUser } from '../../functions/src/wallet/verifyUser.ts';
import { projectId } from '../../test/support/environment.ts';
import { FunctionServer } from '../../test/support/functionServer.ts';
import { world } from '../../test/support/world.ts';
import type { Stage } from './stage.ts';

const OVERDUE_MS = 3 * MINUTE_MS;

/** The suite itself: its own relay and consumers carry on what the instances commit. */
export const suiteStage: Stage = {
  project: projectId,
  player: () => world.player(),
  admin: () => world.staff('admin'),
  async startInstance(environment) {
    const server = await FunctionServer.start(environment);
    return {
      url: server.url,
      logs: () => server.logs.map((entry) => JSON.stringify(entry)),
      stop: () => server.stop(),
    };
  },
  async read(path) {
    return (await (await adminFirestore()).doc(path).get()).data();
  },
  async pagesOf(uid) {
    const { docs } = await (await adminFirestore()).collection(`users/${uid}/days`).get();
    return docs.map((page) => page.data());
  },
  async setFields(path, fields) {
    await (await adminFirestore()).doc(path).update(fields);
  },
  async discrepancies(uid) {
    return (await verifyUser(uid)).discrepancies;
  },
  // The emulator gives up on a message whose function was too slow to start; the cloud would deliver it again.
  async sweep() {
    await sweepOutbox(Date.now() + OVERDUE_MS);
    await sweepReferralCredits(Date.now() + OVERDUE_MS);
  },
  errorsAbout(uids) {
    const log = join(dirname(process.env.EARNPLAY_REDIS_SERVER ?? ''), 'logs', 'emulators.log');
    if (!existsSync(log)) return [`the suite's log is not at ${log}`];
    const errors = readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"severity":"ERROR"'));
    return errors.filter((line) => uids.some((uid) => line.includes(uid)));
  },
  async close() {
    await Promise.all([closePublisher(), closeFirebase()]);
  },
};
