import { useCallback, useEffect, useRef, useState } from 'react';
import { freshId } from '../freshId.ts';
import { CALLABLES } from '../generated/catalogue.ts';
import { asEarnPlayError, type CallableName, type CallInput, type CallOutput, type EarnPlayError } from '../index.ts';
import { useGame } from './provider.ts';

export type CallState<Name extends CallableName> =
  | { readonly status: 'idle' | 'running'; readonly result: undefined; readonly error: undefined }
  | { readonly status: 'done'; readonly result: CallOutput<Name>; readonly error: undefined }
  /** `error.message` is for the player's eyes; `error.retryable` says whether `retry` can help. */
  | { readonly status: 'failed'; readonly result: undefined; readonly error: EarnPlayError };

type Answer<Name extends CallableName> = Promise<CallOutput<Name> | undefined>;

export type UsedCall<Name extends CallableName> = CallState<Name> & {
  /** Resolves with the result, or with undefined where it failed: the state says why. One that is running is waited for. */
  readonly call: (input: CallInput<Name>) => Answer<Name>;
  /** The same request under the same idempotency key: whatever came of it before, it takes effect once. */
  readonly retry: () => Answer<Name>;
  readonly reset: () => void;
};

const KEYED = new Set(CALLABLES.filter(([, traits]) => traits.split(' ').includes('keyed')).map(([name]) => name));
const IDLE = { status: 'idle', result: undefined, error: undefined } as const;

/** A callable with what a screen shows of it. Two taps are one request: while it runs, `call` answers what it will. */
export function useCall<Name extends CallableName>(name: Name): UsedCall<Name> {
  const game = useGame();
  const [state, setState] = useState<CallState<Name>>(IDLE);
  const running = useRef<Answer<Name>>(undefined);
  const sent = useRef<CallInput<Name>>(undefined);
  const isThere = useRef(false);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
    };
  }, []);

  const send = useCallback(
    (input: CallInput<Name>): Answer<Name> => {
      const show = (next: CallState<Name>) => isThere.current && setState(next);
      const answered = async () => {
        try {
          const result = await game.call[name](input);
          show({ status: 'done', result, error: undefined });
          return result;
        } catch (thrown) {
          show({ status: 'failed', result: undefined, error: asEarnPlayError(thrown) });
          return;
        } finally {
          running.current = undefined;
        }
      };
      sent.current = input;
      show({ status: 'running', result: undefined, error: undefined });
      const answer = answered();
      running.current = answer;
      return answer;
    },
    [game, name],
  );
  const call = useCallback(
    (input: CallInput<Name>) => {
      const keyed = KEYED.has(name) ? { idempotencyKey: freshId(), ...input } : input;
      return running.current ?? send(keyed);
    },
    [name, send],
  );
  const retry = useCallback((): Answer<Name> => {
    const { current: input } = sent;
    return running.current ?? (input === undefined ? Promise.resolve(undefined) : send(input));
  }, [send]);
  const reset = useCallback(() => setState(IDLE), []);
  return { ...state, call, retry, reset };
}
