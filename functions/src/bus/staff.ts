import { callable, keyedCallable } from '../platform/transport/callable.ts';
import * as contract from './contract.ts';
import { listDeadLetters as list } from './listDeadLetters.ts';
import { replayDeadLetter as replay, republish } from './replayDeadLetter.ts';
import { replayDeadLetters as replayPage, republishAll } from './replayDeadLetters.ts';

export const listDeadLetters = callable(contract.listDeadLetters, list);

export const replayDeadLetter = keyedCallable(contract.replayDeadLetter, replay, {
  afterCommit: (_call, { letterId }) => republish(letterId),
});

export const replayDeadLetters = keyedCallable(contract.replayDeadLetters, replayPage, {
  afterCommit: (_call, _input, _scope, { letterIds }) => republishAll(letterIds),
});
