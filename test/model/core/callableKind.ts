import { demandUnnamed } from '../checks/unnamed.ts';
import { isOnFor, rulesAt, seenVersion } from '../oracle/economy.ts';
import { fingerprintOf, liveRecord, onceOnly, replay, scopeOf } from '../oracle/keys.ts';
import type { Rules } from '../oracle/prices.ts';
import { admits } from '../oracle/rates.ts';
import { type Oracle, refused } from '../oracle/state.ts';
import type { Answer } from './answer.ts';
import type { Kind, Operation, Settled } from './operation.ts';
import type { Random } from './random.ts';
import type { Scene } from './scene.ts';

/** A request to a callable, as an operation carries it. */
export interface CallParams {
  readonly uid: string;
  readonly address: string;
  /** When the caller's sign-in began. */
  readonly signedInAtMs: number;
  readonly data: any;
  /** What the caller comes without, wherever that matters. */
  readonly lacks?: 'attestation' | 'secondFactor';
  /** Whether the generator broke the input on purpose. */
  readonly invalid?: boolean;
}

export interface Deciding extends CallParams {
  readonly oracle: Oracle;
  /** What was really sent; {@link CallParams.data} may only name it. */
  readonly sent: any;
  readonly operation: number;
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
  readonly access: 'player' | 'support' | 'admin';
  /** Whether Auth itself is asked if the sign-in still stands, as it is for all staff. */
  readonly sensitive?: boolean;
  /** Whether it takes an `idempotencyKey`; otherwise its parts have keys of their own. */
  readonly keyed: boolean;
  readonly feature?: { readonly name: string; readonly state: (rules: Rules) => Rules['eventsOn'] };
  readonly keptForGood?: boolean;
  readonly isLong?: boolean;
  readonly diesLate?: boolean;
  readonly mayStop?: boolean;
  readonly draw: (scene: Scene, random: Random) => Drawn | undefined;
  /** What is really sent, where the data names something that only the system knows. */
  readonly wire?: (data: any, oracle: Oracle, params: CallParams) => any;
  readonly decide: (deciding: Deciding) => Answer;
  /** What a refusal puts on record, or what follows from the effect, in transactions of their own. */
  readonly follows?: (oracle: Oracle, settled: Settled) => undefined;
  readonly answered?: Kind['answered'];
  readonly groupEnded?: Kind['groupEnded'];
}

interface Drawn extends Omit<CallParams, 'address' | 'signedInAtMs' | 'lacks'> {
  readonly address?: string;
}

/** What all callables share: who may call, how often, what a key stands for, and in which order this is asked. */
export function callableKind(spec: Spec): Kind {
  const { name, weight } = spec;
  return {
    name,
    weight,
    opens: spec.opens === true,
    isLong: spec.isLong === true,
    diesLate: spec.diesLate === true,
    isKept: spec.keptForGood === true,
    mayStop: spec.mayStop === true,
    answered(oracle, operation, answer, nowMs) {
      const { uid } = operation.params;
      const isReadByPlayer = spec.access === 'player' && !oracle.staff.includes(uid);
      if (answer.ok && isReadByPlayer) demandUnnamed(oracle, JSON.stringify(answer.value), `the answer of ${name}`);
      spec.answered?.(oracle, operation, answer, nowMs);
    },
    ...(spec.groupEnded === undefined ? {} : { groupEnded: spec.groupEnded }),
    draw(scene, random) {
      const drawn = spec.draw(scene, random);
      if (drawn === undefined) return;
      const address = random.chance(0.08) ? scene.anyAddress(random) : scene.addressOf(drawn.uid);
      const lacks = random.chance(0.03) ? { lacks: random.pick(['attestation', 'secondFactor']) } : {};
      return { address, ...drawn, ...lacks, signedInAtMs: drawSignIn(scene, random) };
    },
    run: (system, operation) => {
      const { uid, data } = operation.params;
      const sent = spec.wire?.(data, system.oracle, operation.params) ?? data;
      system.oracle.sent.set(operation.id, sent);
      return system.call({ name, uid, data: sent }, operation);
    },
    begin: (oracle, operation, nowMs) => refuseAtTheDoor(spec, oracle, operation, nowMs),
    settle(oracle, settled) {
      if (settled.transaction !== 0) return spec.follows?.(oracle, settled);
      const { operation, nowMs } = settled;
      const params: CallParams = operation.params;
      const version = oracle.seenVersions.get(operation.id) ?? oracle.firstVersion;
      const scope = scopeOf(params.uid, name, params.data.idempotencyKey);
      const sent = oracle.sent.get(operation.id) ?? params.data;
      const rules = rulesAt(oracle, version);
      const deciding = { ...params, sent, operation: operation.id, oracle, nowMs, version, rules, scope, settled };
      if (!spec.keyed) return spec.decide(deciding);
      const request = { scope, fingerprint: fingerprintOf(sent), nowMs, keptForGood: spec.keptForGood === true };
      return onceOnly(oracle, request, () => refusedByAuth(spec, oracle, operation) ?? spec.decide(deciding));
    },
    ended(oracle, operation, nowMs) {
      const { uid, data } = operation.params;
      if (!spec.keyed) return refusedByAuth(spec, oracle, operation);
      const known = liveRecord(oracle, scopeOf(uid, name, data.idempotencyKey), nowMs);
      return known === undefined ? undefined : replay(known, fingerprintOf(oracle.sent.get(operation.id) ?? data));
    },
  };
}

/** Whether Auth said that the sign-in is over, or that the role was taken away since. */
function refusedByAuth(spec: Spec, oracle: Oracle, { id, params }: Operation): Answer | undefined {
  if (!oracle.lookedUp.has(id)) return undefined;
  const person = oracle.lookedUp.get(id);
  if (person === undefined || params.signedInAtMs < person.validSinceMs) return refused('platform/signed-out');
  return mayCall(spec, person.claims) ? undefined : refused('platform/role-required');
}

function mayCall({ access }: Spec, claims: any): boolean {
  return access === 'player' || claims?.role === 'admin' || claims?.role === access;
}

const OLD_SIGN_INS_MS = [3_600_000, 40_000_000, 1_700_000_000];

/** Mostly a fresh sign-in, to the second as in tokens; sometimes one that is still open somewhere. */
function drawSignIn(scene: Scene, random: Random): number {
  const agoMs = random.chance(0.06) ? random.pick(OLD_SIGN_INS_MS) : 0;
  return Math.floor((scene.nowMs - agoMs) / 1_000) * 1_000;
}

function refuseAtTheDoor(spec: Spec, oracle: Oracle, operation: Operation, nowMs: number): Answer | undefined {
  const { uid, address, invalid, lacks }: CallParams = operation.params;
  const { needsAttestation, needsSecondFactor } = oracle.deployment;
  if (needsAttestation && lacks === 'attestation') return refused('platform/app-check-required');
  if (!mayCall(spec, oracle.claims.get(uid))) return refused('platform/role-required');
  const isStaffs = spec.access !== 'player';
  if (needsSecondFactor && isStaffs && lacks === 'secondFactor') return refused('platform/second-factor-required');
  const version = seenVersion(oracle, nowMs);
  oracle.seenVersions.set(operation.id, version);
  const isAdmitted = admits(oracle, spec.name, uid, address, nowMs);
  if (invalid) return refused('platform/invalid-input');
  if (!isAdmitted) return refused('rate/limited');
  const state = spec.feature?.state(rulesAt(oracle, version));
  if (spec.feature === undefined || state === undefined || isOnFor(spec.feature.name, state, uid)) return undefined;
  return refused('platform/feature-off');
}
