/** Players on their devices, in a process of its own, so that all that is sent from here is sent by players. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtClient } from './clientBuild.ts';
import { FastClock } from './clock.ts';
import { TYPICAL_DAY } from './day.ts';
import { Device } from './device.ts';
import type { DeviceOrder, DeviceReply, DeviceSettings } from './devices.ts';
import { callFromOwnAddresses } from './phone.ts';

const folder = mkdtempSync(join(tmpdir(), 'earnplay-devices-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.on('disconnect', () => process.exit());
process.on('message', (order: DeviceOrder) => {
  obey(order).then(
    (reply) => process.send?.(reply),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});

let devices: readonly Device[] = [];

async function obey(order: DeviceOrder): Promise<DeviceReply> {
  switch (order.order) {
    case 'sign-up':
      devices = await signUp(order.settings);
      return { uids: devices.map(({ uid }) => uid), played: [], withdrawalIds: [] };
    case 'play': {
      await Promise.all(devices.map((one) => one.playSession(order.session)));
      const isOver = order.session === TYPICAL_DAY.length - 1;
      return { uids: [], played: isOver ? devices.map((one) => one.playedDay()) : [], withdrawalIds: [] };
    }
    case 'withdraw': {
      const withdrawalIds = await Promise.all(devices.map((one) => one.withdraw(order.amount)));
      return { uids: [], played: [], withdrawalIds };
    }
  }
}

async function signUp({ players, speed, flushSeconds }: DeviceSettings): Promise<Device[]> {
  callFromOwnAddresses();
  const { createEarnPlay } = await builtClient(new FastClock(speed).setTimeout);
  const device = () =>
    Device.signedUp((app, options) => createEarnPlay(app, { ...options, flushSeconds }), new FastClock(speed), folder);
  return Promise.all(Array.from({ length: players }, device));
}
