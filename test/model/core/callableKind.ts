import { isOnFor, rulesAt, seenVersion } from '../oracle/economy.ts';
import { fingerprintOf, liveRecord, onceOnly, replay, scopeOf } from '../oracle/keys.ts';
import type { Rules } from '../oracle/prices.ts';
import { admits } from '../oracle/rates.ts';
import { type Oracle, refused } from '../oracle/state.ts';
import type { Answer, Kind, Operation, Settled } from './operation.ts';
import type { Random } from './random.ts';
import type { Scene } from './scene.ts';

/** A request to a callable, as an operation carries it. */
export interface CallParams {
  readonly uid: string;
  readonly address: string;
  readonly data: any;
  /** Whether the generator broke the input on purpose. */
  readonly invalid?: boolean;
}

export interface Deciding extends CallParams {
  readonly oracle: Oracle;
  readonly nowMs: number;
  readonly rules: Rules;
  readonly version: number;
  readonly scope: string;
  readonly settled: Settled;
}

interface Spec {
  readonly name: string;
  readonly weight: number;
  readonly opens?: boolean;
  readonly access: 'player' | 'admin';
  /** Whether it takes an `idempotencyKey`; otherwise its parts have keys of their own. */
  readonly keyed: boolean;
  readonly feature?: { readonly name: string; readonly state: (rules: Rules) => Rules['eventsOn'] };
  readonly draw: (scene: Scene, random: Random) => Omit<CallParams, 'address'> | undefined;
  /** What is really sent, where the data names something that only the system knows. */
  readonly wire?: (data: any) => any;
  readonly decide: (deciding: Deciding) => Answer;
  readonly answered?: Kind['answered'];
  readonly groupEnded?: Kind['groupEnded'];
}

/** What all callables share: who may call, how often, what a key stands for, and in which order this is asked. */
export function callableKind(spec: Spec): Kind {
  const { name, weight } = spec;
  return {
    name,
    weight,
    opens: spec.opens === true,
    ...(spec.answered === undefined ? {} : { answered: spec.answered }),
    ...(spec.groupEnded === undefined ? {} : { groupEnded: spec.groupEnded }),
    draw(scene, random) {
      const drawn = spec.draw(scene, random);
      return drawn === undefined ? undefined : { ...drawn, address: scene.addressOf(drawn.uid) };
    },
    run: (system, operation) => {
      const { uid, data } = operation.params;
      return system.call({ name, uid, data: spec.wire?.(data) ?? data }, operation);
    },
    begin: (oracle, operation, nowMs) => refuseAtTheDoor(spec, oracle, operation, nowMs),
    settle(oracle, settled) {
      if (settled.transaction !== 0) return;
      const { operation, nowMs } = settled;
      const params: CallParams = operation.params;
      const version = oracle.seenVersions.get(operation.id) ?? oracle.firstVersion;
      const scope = scopeOf(params.uid, name, params.data.idempotencyKey);
      const deciding = { ...params, oracle, nowMs, version, rules: rulesAt(oracle, version), scope, settled };
      if (!spec.keyed) return spec.decide(deciding);
      const fingerprint = fingerprintOf(params.data);
      const isRefused = spec.access === 'admin' && isDemoted(oracle, operation);
      const decide = () => (isRefused ? refused('platform/role-required') : spec.decide(deciding));
      return onceOnly(oracle, { scope, fingerprint, nowMs }, decide);
    },
    ended(oracle, operation, nowMs) {
      const { uid, data } = operation.params;
      const known = spec.keyed ? liveRecord(oracle, scopeOf(uid, name, data.idempotencyKey), nowMs) : undefined;
      return known === undefined ? undefined : replay(known, fingerprintOf(data));
    },
  };
}

/** Whether the caller's role was taken away between the token and the look at Auth. */
function isDemoted(oracle: Oracle, { id }: Operation): boolean {
  return oracle.lookedUp.has(id) && oracle.lookedUp.get(id)?.role !== 'admin';
}

function refuseAtTheDoor(spec: Spec, oracle: Oracle, operation: Operation, nowMs: number): Answer | undefined {
  const { uid, address, invalid }: CallParams = operation.params;
  if (spec.access === 'admin' && oracle.claims.get(uid)?.role !== 'admin') return refused('platform/role-required');
  const version = seenVersion(oracle, nowMs);
  oracle.seenVersions.set(operation.id, version);
  if (!admits(oracle, spec.name, uid, address, nowMs)) return refused('rate/limited');
  if (invalid) return refused('platform/invalid-input');
  const state = spec.feature?.state(rulesAt(oracle, version));
  if (spec.feature === undefined || state === undefined || isOnFor(spec.feature.name, state, uid)) return undefined;
  return refused('platform/feature-off');
}
