import { STAFF_WORDS } from '../checks/unnamed.ts';
import { drawWeek } from './drawEvents.ts';
import type { Random } from './random.ts';
import type { Scene } from './scene.ts';

/** How a short world begins: two who have played for a week and have something to cash out. */
interface Beginning {
  readonly kind: string;
  readonly params: any;
}

const RICH = 2;

export function drawPrelude(scene: Scene, random: Random): Beginning[] {
  return scene.players.slice(0, RICH).flatMap((uid) => {
    const begin = (kind: string, who: string, data: any) => {
      const signedInAtMs = Math.floor(scene.nowMs / 1_000) * 1_000;
      return { kind, params: { uid: who, address: scene.addressOf(who), signedInAtMs, data } };
    };
    const coins = { uid, currency: 'coins', amount: random.int(2_000, 9_000), reason: STAFF_WORDS.correction };
    const admin = random.pick(scene.admins);
    const [deviceHash = ''] = scene.devices.splice(0, 1);
    return [
      begin('createUser', uid, { deviceHash, idempotencyKey: scene.nextName() }),
      { kind: 'growOlder', params: { uid, days: 8 } },
      begin('batchEvents', uid, { events: drawWeek(scene, random) }),
      begin('adjustBalance', admin, { ...coins, idempotencyKey: scene.nextName() }),
    ];
  });
}
