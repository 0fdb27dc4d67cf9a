import { beforeCreation } from '../platform/transport/blocking.ts';
import { callable, keyedCallable } from '../platform/transport/callable.ts';
import { beforeSignUp as guard } from './beforeSignUp.ts';
import * as contract from './contract.ts';
import { createUser as create } from './createUser.ts';
import { deleteAccount as close } from './deleteAccount.ts';
import { exportMyData as exportData } from './exportMyData.ts';
import { finishDeletion } from './finishDeletion.ts';
import { revokeTokens, signOutEverywhere as signOut } from './signOutEverywhere.ts';

export const beforeSignUp = beforeCreation('beforeSignUp', guard);

export const createUser = keyedCallable(contract.createUser, create, { secrets: ['PLAYER_KEYS'] });

export const exportMyData = callable(contract.exportMyData, exportData, { secrets: ['PAYMENT_KEYS'] });

export const deleteAccount = keyedCallable(contract.deleteAccount, close, {
  afterCommit: ({ nowMs }, _input, scope) => finishDeletion(scope, nowMs),
});

export const signOutEverywhere = keyedCallable(contract.signOutEverywhere, signOut, {
  afterCommit: ({ uid }) => revokeTokens(uid),
});
