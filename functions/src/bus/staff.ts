import { callable, keyedCallable } from '../platform/transport/callable.ts';
import * as contract from './contract.ts';
import { listDeadLetters as list } from './listDeadLetters.ts';
import { replayDeadLetter as replay, republish } from './replayDeadLetter.ts';

export const listDeadLetters = callable(contract.listDeadLetters, list);

export const replayDeadLetter = keyedCallable(contract.replayDeadLetter, replay, {
  afterCommit: (_call, { letterId }) => republish(letterId),
});
