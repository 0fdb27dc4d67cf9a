// Generated from the contracts by `npm run generate`; do not edit.

export const withdrawalErrors = {
  'wrong-device': { code: 'withdrawals/wrong-device', message: 'Use the device that your account is on.' },
  'amount-out-of-range': { code: 'withdrawals/amount-out-of-range', message: 'This amount cannot be withdrawn.' },
  'insufficient-balance': { code: 'withdrawals/insufficient-balance', message: 'You do not have enough coins.' },
  'too-soon': { code: 'withdrawals/too-soon', message: 'You can withdraw once a day.' },
  'not-active-enough': { code: 'withdrawals/not-active-enough', message: 'Play a little more before you withdraw.' },
  blocked: { code: 'withdrawals/blocked', message: 'This withdrawal cannot be made. Support can help.' },
  unknown: { code: 'withdrawals/unknown', message: 'There is no such withdrawal.' },
  'wrong-state': { code: 'withdrawals/wrong-state', message: 'This is not possible any more.' },
  'own-withdrawal': {
    code: 'withdrawals/own-withdrawal',
    message: 'Somebody else must decide on your own withdrawal.',
  },
  'key-missing': { code: 'withdrawals/key-missing', message: 'Withdrawals are not possible right now.' },
  'unreadable-details': { code: 'withdrawals/unreadable-details', message: 'These payment details cannot be opened.' },
  'not-payable': { code: 'withdrawals/not-payable', message: 'This player cannot be paid.' },
  'same-reviewer': { code: 'withdrawals/same-reviewer', message: 'Another person must approve this as well.' },
} as const;
