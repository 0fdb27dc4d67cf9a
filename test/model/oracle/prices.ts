/** The oracle's own copy of the defaults, typed from the specification; a configuration replaces whole parts of it. */
export interface Prices {
  readonly adCoins: number;
  readonly games: Readonly<Record<string, GameRule>>;
  readonly defaultGame: GameRule;
  readonly streakCoins: readonly number[];
  readonly spinPrizes: readonly { readonly coins: number; readonly weight: number }[];
  readonly dailyLimits: {
    readonly ads: number;
    readonly spins: number;
    readonly winsPerGame: number;
    readonly coins: number;
    readonly events: number;
    readonly games: number;
  };
  readonly window: {
    readonly maxAgeSeconds: number;
    readonly maxAheadSeconds: number;
    readonly beforeAccountSeconds: number;
  };
  readonly overlapSlackSeconds: number;
  readonly requireSsv: boolean;
}

interface GameRule {
  readonly winCoins: number;
  readonly minDurationSeconds: number;
}

export const DEFAULT_PRICES: Prices = {
  adCoins: 5,
  games: { 'tic-tac-toe': { winCoins: 10, minDurationSeconds: 5 } },
  defaultGame: { winCoins: 10, minDurationSeconds: 5 },
  streakCoins: [10, 15, 20, 25, 30, 40, 100],
  spinPrizes: [
    { coins: 5, weight: 400 },
    { coins: 10, weight: 300 },
    { coins: 20, weight: 180 },
    { coins: 50, weight: 90 },
    { coins: 100, weight: 25 },
    { coins: 500, weight: 5 },
  ],
  dailyLimits: { ads: 10, spins: 3, winsPerGame: 200, coins: 20_000, events: 5_000, games: 100 },
  window: { maxAgeSeconds: 604_800, maxAheadSeconds: 300, beforeAccountSeconds: 600 },
  overlapSlackSeconds: 600,
  requireSsv: false,
};

export interface Rules {
  readonly events: Prices;
  readonly devices: { readonly maxChanges: number; readonly changeWindowDays: number };
  readonly twoPersonFrom: number;
  readonly eventsOn: Switch;
  readonly referralsOn: Switch;
  readonly withdrawalsOn: Switch;
  readonly referralCoins: number;
  readonly withdrawals: typeof DEFAULT_WITHDRAWALS;
  readonly claimFraud: typeof DEFAULT_CLAIM_FRAUD;
  readonly withdrawalFraud: typeof DEFAULT_WITHDRAWAL_FRAUD;
  readonly placeKeptDays: number;
  readonly signUps: typeof DEFAULT_SIGN_UPS;
  /** Whether what a guest has comes along to the account that adopts it. */
  readonly mergeBalance: boolean;
}

export type Switch = boolean | { readonly percent: number };

export const DEFAULT_WITHDRAWALS = {
  minAmount: 500,
  maxAmount: 100_000,
  minGamesWon: 10,
  minAdsWatched: 50,
  twoPersonFrom: 50_000,
};

const DEFAULT_CLAIM_FRAUD = {
  oldAccountHours: 48,
  oldAccount: 10,
  hasEarned: 10,
  hasPlayed: 10,
  sameAddress: 10,
  deviceSeenElsewhere: 15,
  freeClaimsAnHour: 3,
  perExtraClaim: 5,
  blockAbove: 30,
};

const DEFAULT_WITHDRAWAL_FRAUD = {
  unusualPlace: 10,
  usualAfterHours: 24,
  newAccountDays: 7,
  newAccount: 20,
  noActivity: 15,
  implausiblePlay: 15,
  chargeback: 30,
  sharedDestination: 25,
  blockAbove: 50,
  reviewAbove: 30,
};

const DEFAULT_SIGN_UPS = {
  refuseDisposableEmail: true,
  refuseBannedContacts: true,
  refusedEmailDomains: [] as readonly string[],
};

export const DEFAULT_RULES: Rules = {
  events: DEFAULT_PRICES,
  devices: { maxChanges: 3, changeWindowDays: 30 },
  twoPersonFrom: 10_000,
  eventsOn: true,
  referralsOn: true,
  withdrawalsOn: true,
  referralCoins: 100,
  withdrawals: DEFAULT_WITHDRAWALS,
  claimFraud: DEFAULT_CLAIM_FRAUD,
  withdrawalFraud: DEFAULT_WITHDRAWAL_FRAUD,
  placeKeptDays: 30,
  signUps: DEFAULT_SIGN_UPS,
  mergeBalance: false,
};

/** What a configuration means, whose left-out parts take their defaults. */
export function rulesOf(config: any): Rules {
  const window = { ...DEFAULT_PRICES.window, ...config.events?.window };
  return {
    events: { ...DEFAULT_PRICES, ...config.events, window },
    devices: config.devices ?? DEFAULT_RULES.devices,
    twoPersonFrom: config.wallet?.twoPersonAdjustmentFrom ?? DEFAULT_RULES.twoPersonFrom,
    eventsOn: config.features?.events ?? DEFAULT_RULES.eventsOn,
    referralsOn: config.features?.referrals ?? DEFAULT_RULES.referralsOn,
    withdrawalsOn: config.features?.withdrawals ?? DEFAULT_RULES.withdrawalsOn,
    referralCoins: config.referrals?.rewardCoins ?? DEFAULT_RULES.referralCoins,
    withdrawals: { ...DEFAULT_WITHDRAWALS, ...config.withdrawals },
    claimFraud: { ...DEFAULT_CLAIM_FRAUD, ...config.fraud?.claim },
    withdrawalFraud: { ...DEFAULT_WITHDRAWAL_FRAUD, ...config.fraud?.withdrawal },
    placeKeptDays: config.fraud?.addressKeptDays ?? DEFAULT_RULES.placeKeptDays,
    signUps: { ...DEFAULT_SIGN_UPS, ...config.signUps },
    mergeBalance: config.guests?.mergeBalance ?? DEFAULT_RULES.mergeBalance,
  };
}
