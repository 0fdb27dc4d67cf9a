import { deployed } from '../../support/deployed.ts';
import { addresseesOf, demandHeard } from '../oracle/consumers.ts';
import type { Delivery } from '../oracle/records.ts';
import type { Oracle } from '../oracle/state.ts';
import type { Operation } from './operation.ts';
import type { ModelOutside } from './outside.ts';
import { CONSUMERS, FUNCTIONS, givenUpBy } from './topics.ts';

/**
 * Pub/Sub's part: a topic's message comes to the topic's function until that has succeeded, and then never again. Where it
 * is given up, it comes to `keepUndelivered`, and then never again either; unless it is the subscription of an earlier
 * version that gives up, which had one for each consumer: then the topic's own still has it.
 */
export interface Delivering {
  readonly outside: ModelOutside;
  readonly oracle: Oracle;
  /** Whether no other operation runs at the same time. */
  readonly isAlone: boolean;
  readonly guard: (check: () => void) => void;
}

export async function deliver(delivering: Delivering, operation: Operation): Promise<void> {
  const { outside, oracle, guard } = delivering;
  const { id, params, faults } = operation;
  const ofSomebody = outside.deliveries.find((one) => params.about !== undefined && concerns(one, params.about));
  const waiting = ofSomebody ?? outside.deliveries[Math.floor(params.chance * outside.deliveries.length)];
  if (waiting === undefined) return;
  if (params.lost === true) return loseForSweeper(outside.deliveries, waiting);
  const earlier = params.undelivered === true ? servedEarlier(waiting, params.early) : undefined;
  const delivery = earlier === undefined ? waiting : { ...waiting, attributes: { onlyFor: earlier } };
  const isCalm = delivering.isAlone && Object.keys(faults).length === 0;
  oracle.deliveries.set(id, { ...delivery, isCalm, unlucky: params.unlucky });
  try {
    await run(waiting, params.undelivered === true, earlier);
  } catch (error) {
    // That one failed takes nothing from the others.
    const others = addresseesOf(delivery).filter((name) => name !== params.unlucky);
    if (isCalm && params.unlucky !== undefined) guard(() => demandHeard(oracle, delivery, others, outside.now()));
    throw error;
  }
  guard(() => demandHeard(oracle, delivery, addresseesOf(delivery), outside.now()));
  if (params.again !== true && earlier === undefined) acknowledge(outside.deliveries, waiting);
}

function concerns({ raw }: Delivery, uid: string): boolean {
  const { data }: any = typeof raw === 'object' ? raw : {};
  return data?.referrerUid === uid;
}

/** The consumer whose work a sweep finds by itself; all others depend on their message. */
const SWEPT = 'creditReferrer';

function loseForSweeper(deliveries: Delivery[], delivery: Delivery): void {
  const consumers = addresseesOf(delivery);
  if (!consumers.includes(SWEPT)) return;
  acknowledge(deliveries, delivery);
  const others = consumers.filter((name) => name !== SWEPT);
  deliveries.push(...others.map((name) => ({ ...delivery, attributes: { onlyFor: name } })));
}

/** The consumer whose own subscription gives up, where one of an earlier version does. */
function servedEarlier({ topic, attributes }: Delivery, chance: number | undefined): string | undefined {
  const consumers = CONSUMERS[topic] ?? [];
  const isOne = chance !== undefined && attributes.onlyFor === undefined;
  return isOne ? consumers[Math.floor(chance * consumers.length)] : undefined;
}

async function run({ topic, raw, attributes }: Delivery, isGivenUp: boolean, earlier: string | undefined) {
  const name = FUNCTIONS[topic] ?? '';
  const handler: any = Reflect.get(deployed, isGivenUp ? 'keepUndelivered' : name);
  const data = Buffer.from(JSON.stringify(raw)).toString('base64');
  const told = isGivenUp ? { ...attributes, ...givenUpBy(earlier ?? name) } : attributes;
  await handler.run({ data: { message: { data, attributes: told } } });
}

function acknowledge(deliveries: Delivery[], delivery: Delivery): void {
  const at = deliveries.indexOf(delivery);
  if (at >= 0) deliveries.splice(at, 1);
}
