// Generated from the contracts by `npm run generate`; do not edit.

export const eventErrors = {
  invalid: { code: 'events/invalid', message: 'This activity could not be read.' },
  'outside-window': { code: 'events/outside-window', message: 'This activity is too old, or its clock is ahead.' },
  'before-account': { code: 'events/before-account', message: 'This happened before you had an account.' },
  'daily-limit': { code: 'events/daily-limit', message: 'You reached today’s limit for this.' },
  'too-short': { code: 'events/too-short', message: 'This game was too short to count.' },
  implausible: { code: 'events/implausible', message: 'This game could not be counted.' },
  'streak-order': { code: 'events/streak-order', message: 'A later day of your streak is already claimed.' },
  'ad-unverified': { code: 'events/ad-unverified', message: 'This ad is not confirmed yet.' },
  'ad-without-transaction': { code: 'events/ad-without-transaction', message: 'This ad cannot be confirmed.' },
} as const;
