// Generated from the contracts by `npm run generate`; do not edit.

/** What each callable takes and answers. */
export interface Contract {
  adjustBalance: {
    input:
      | {
          uid: string;
          currency: 'coins' | 'gems' | 'points' | 'eth';
          amount: number;
          reason: string;
          expectedVersion?: number | undefined;
          allowDebt?: boolean | undefined;
          idempotencyKey: string;
        }
      | { adjustmentId: string; idempotencyKey: string };
    output: {
      adjustmentId: string;
      status: 'APPLIED' | 'AWAITING_SECOND_PERSON';
      balances: {
        coins: { available: number; locked: number };
        gems: { available: number; locked: number };
        points: { available: number; locked: number };
        eth: { available: number; locked: number };
      };
      debt: { coins: number; gems: number; points: number; eth: number };
      version: number;
      replayed: boolean;
    };
  };
  adoptGuest: {
    input: { guestToken: string; deviceHash: string; idempotencyKey: string };
    output: {
      uid: string;
      deviceHash: string;
      balances: {
        coins: { available: number; locked: number };
        gems: { available: number; locked: number };
        points: { available: number; locked: number };
        eth: { available: number; locked: number };
      };
      replayed: boolean;
    };
  };
  batchEvents: {
    input: {
      events: (
        | {
            idempotencyKey: string;
            occurredAt: number;
            expectedCoins?: number | undefined;
            type: 'GAME_WON';
            metadata: { gameName: string; durationSeconds: number; score?: number | undefined };
          }
        | {
            idempotencyKey: string;
            occurredAt: number;
            expectedCoins?: number | undefined;
            type: 'GAME_LOST';
            metadata: { gameName: string; durationSeconds: number; score?: number | undefined };
          }
        | {
            idempotencyKey: string;
            occurredAt: number;
            expectedCoins?: number | undefined;
            type: 'AD_WATCHED';
            metadata: { adUnit?: string | undefined; ssvTransactionId?: string | undefined };
          }
        | {
            idempotencyKey: string;
            occurredAt: number;
            expectedCoins?: number | undefined;
            type: 'SPIN_CLAIMED';
            metadata: Record<string, never>;
          }
        | {
            idempotencyKey: string;
            occurredAt: number;
            expectedCoins?: number | undefined;
            type: 'STREAK_CLAIMED';
            metadata: Record<string, never>;
          }
      )[];
      deviceHash?: string | undefined;
      forUid?: string | undefined;
    };
    output: {
      results: {
        idempotencyKey: string;
        status: 'credited' | 'duplicate' | 'rejected';
        coins: number;
        code?: string | undefined;
        expectedCoins?: number | undefined;
      }[];
      processed: number;
      duplicates: number;
      rejected: number;
      deltaCoins: number;
      stats: Partial<Record<'GAME_WON' | 'GAME_LOST' | 'AD_WATCHED' | 'SPIN_CLAIMED' | 'STREAK_CLAIMED', number>>;
      balances: {
        coins: { available: number; locked: number };
        gems: { available: number; locked: number };
        points: { available: number; locked: number };
        eth: { available: number; locked: number };
      };
      version: number;
      serverTime: number;
    };
  };
  bindDevice: {
    input: { deviceHash: string; idempotencyKey: string };
    output: { deviceHash: string; boundAt: number; replayed: boolean };
  };
  cancelWithdrawal: {
    input: { withdrawalId: string; idempotencyKey: string };
    output: {
      withdrawalId: string;
      status: 'PENDING' | 'APPROVED' | 'COMPLETED' | 'REJECTED' | 'FAILED' | 'CANCELLED';
      balances: {
        coins: { available: number; locked: number };
        gems: { available: number; locked: number };
        points: { available: number; locked: number };
        eth: { available: number; locked: number };
      };
      replayed: boolean;
    };
  };
  claimReferral: {
    input: { referralCode: string; deviceHash: string; idempotencyKey: string };
    output: {
      referrerUid: string;
      reward: number;
      balances: {
        coins: { available: number; locked: number };
        gems: { available: number; locked: number };
        points: { available: number; locked: number };
        eth: { available: number; locked: number };
      };
      replayed: boolean;
    };
  };
  completeWithdrawal: {
    input:
      | { withdrawalId: string; outcome: 'completed'; reference: string; idempotencyKey: string }
      | { withdrawalId: string; outcome: 'failed'; reason: string; idempotencyKey: string };
    output: {
      withdrawalId: string;
      status: 'PENDING' | 'APPROVED' | 'COMPLETED' | 'REJECTED' | 'FAILED' | 'CANCELLED';
      replayed: boolean;
    };
  };
  createUser: {
    input: {
      deviceHash: string;
      referralCode?: string | undefined;
      country?: string | undefined;
      appVersion?: string | undefined;
      idempotencyKey: string;
    };
    output: {
      uid: string;
      referralCode: string;
      balances: {
        coins: { available: number; locked: number };
        gems: { available: number; locked: number };
        points: { available: number; locked: number };
        eth: { available: number; locked: number };
      };
      replayed: boolean;
    };
  };
  deleteAccount: {
    input: { confirm: 'DELETE'; idempotencyKey: string };
    output: { uid: string; status: 'DELETED'; replayed: boolean };
  };
  exportMyData: {
    input: { after?: string | undefined };
    output: {
      uid: string;
      exportedAt: number;
      auth: Record<string, unknown> | null;
      documents: Record<string, unknown>;
      next: string | null;
    };
  };
  forgiveDebt: {
    input:
      | {
          uid: string;
          currency: 'coins' | 'gems' | 'points' | 'eth';
          amount: number;
          reason: string;
          idempotencyKey: string;
        }
      | { adjustmentId: string; idempotencyKey: string };
    output: {
      adjustmentId: string;
      status: 'APPLIED' | 'AWAITING_SECOND_PERSON';
      balances: {
        coins: { available: number; locked: number };
        gems: { available: number; locked: number };
        points: { available: number; locked: number };
        eth: { available: number; locked: number };
      };
      debt: { coins: number; gems: number; points: number; eth: number };
      version: number;
      replayed: boolean;
    };
  };
  freeDevice: {
    input: { deviceHash: string; reason: string; idempotencyKey: string };
    output: { deviceHash: string; heldBy: string | null; replayed: boolean };
  };
  getEconomyVersions: {
    input: { before?: number | undefined; limit?: number | undefined };
    output: {
      current: number;
      entries: {
        version: number;
        at: number;
        by: string;
        config: Record<string, unknown>;
        changes: { path: string; before: unknown; after: unknown }[];
      }[];
      next: number | null;
    };
  };
  getLedger: {
    input: {
      uid: string;
      currency?: 'coins' | 'gems' | 'points' | 'eth' | undefined;
      type?: string | undefined;
      from?: string | undefined;
      to?: string | undefined;
      after?: string | undefined;
      limit?: number | undefined;
    };
    output: {
      entries: {
        sequence: number;
        at: number;
        type: string;
        currency: 'coins' | 'gems' | 'points' | 'eth';
        amount: number;
        locked: number;
        debt: number;
        after: { available: number; locked: number; debt: number };
        text: string;
        reference: string;
        actor: string;
        correlationId: string;
        configVersion: number;
        details: Record<string, string | number>;
      }[];
      next: string | null;
    };
  };
  getPlayer: {
    input: { uid: string };
    output: {
      uid: string;
      account: {
        standing: 'active' | 'frozen' | 'banned' | 'deleted';
        standingUntil: number | null;
        createdAt: number;
        country: string | null;
        appVersion: string | null;
        referralCode: string;
        referredBy: string | null;
      };
      conduct: {
        frozenBy: string[];
        imposed: { standing: 'frozen' | 'banned'; until: number | null; auditId: string | null } | null;
        chargebacks: number;
      };
      balances: {
        coins: { available: number; locked: number };
        gems: { available: number; locked: number };
        points: { available: number; locked: number };
        eth: { available: number; locked: number };
      };
      debt: { coins: number; gems: number; points: number; eth: number };
      version: number;
      lifetime: {
        events: number;
        gamesPlayed: number;
        gamesWon: number;
        adsWatched: number;
        spinsUsed: number;
        streaksClaimed: number;
        coinsEarned: number;
      };
      today: {
        date: string;
        stats: {
          events: number;
          gamesPlayed: number;
          gamesWon: number;
          adsWatched: number;
          spinsUsed: number;
          streaksClaimed: number;
          coinsEarned: number;
        };
      } | null;
      streak: { lastDay: string | null; days: number };
      devices: { deviceHash: string; isCurrent: boolean; boundAt: number | null; others: string[] }[];
      signIn: {
        email: string | null;
        emailVerified: boolean;
        phoneNumber: string | null;
        isDisabled: boolean;
        providers: string[];
        secondFactors: number;
        createdAt: number | null;
        lastSignInAt: number | null;
      } | null;
    };
  };
  getStatement: {
    input: {
      currency?: 'coins' | 'gems' | 'points' | 'eth' | undefined;
      type?: string | undefined;
      from?: string | undefined;
      to?: string | undefined;
      after?: string | undefined;
      limit?: number | undefined;
    };
    output: {
      entries: {
        sequence: number;
        at: number;
        type: string;
        currency: 'coins' | 'gems' | 'points' | 'eth';
        amount: number;
        locked: number;
        debt: number;
        after: { available: number; locked: number; debt: number };
        text: string;
        reference: string;
      }[];
      next: string | null;
    };
  };
  listAdjustments: {
    input: { after?: { requestedAt: number; adjustmentId: string } | undefined; limit?: number | undefined };
    output: {
      entries: {
        adjustmentId: string;
        kind: 'correction' | 'forgiveness';
        uid: string;
        currency: 'coins' | 'gems' | 'points' | 'eth';
        amount: number;
        reason: string;
        allowDebt: boolean;
        expectedVersion: number | null;
        requestedBy: string;
        requestedAt: number;
        ageSeconds: number;
        lapsesAt: number;
      }[];
      next: { requestedAt: number; adjustmentId: string } | null;
    };
  };
  listAudit: {
    input: {
      actor?: string | undefined;
      subject?: string | undefined;
      from?: number | undefined;
      until?: number | undefined;
      after?: { at: number; auditId: string } | undefined;
      limit?: number | undefined;
    };
    output: {
      entries: {
        auditId: string;
        at: number;
        actor: string;
        action: string;
        subject: string;
        before: unknown;
        after: unknown;
        correlationId: string;
      }[];
      next: { at: number; auditId: string } | null;
    };
  };
  listDeadLetters: {
    input: { after?: string | undefined; limit?: number | undefined };
    output: {
      letters: {
        letterId: string;
        consumer: string;
        topic: string;
        message: string;
        reason: string;
        buriedAt: number;
        deaths: number;
      }[];
      next: string | null;
    };
  };
  listEconomyChanges: {
    input: { after?: { requestedAt: number; changeId: string } | undefined; limit?: number | undefined };
    output: {
      entries: {
        changeId: string;
        guarded: string[];
        changes: { path: string; before: unknown; after: unknown }[];
        baseVersion: number;
        isCurrent: boolean;
        requestedBy: string;
        requestedAt: number;
        ageSeconds: number;
        lapsesAt: number;
      }[];
      next: { requestedAt: number; changeId: string } | null;
    };
  };
  listReviewQueue: {
    input: { status?: 'OPEN' | 'FROZEN' | undefined; after?: string | undefined; limit?: number | undefined };
    output: {
      entries: {
        logId: string;
        uid: string;
        kind: 'referral' | 'withdrawal';
        verdict: 'block' | 'review';
        total: number;
        evidence: Record<string, number>;
        subject: string;
        at: number;
        count: number;
        lastAt: number;
        account: {
          standing: 'active' | 'frozen' | 'banned' | 'deleted';
          createdAt: number;
          coins: { available: number; locked: number };
          gamesWon: number;
          adsWatched: number;
          implausible: number | null;
          chargebacks: number;
        } | null;
      }[];
      next: string | null;
    };
  };
  listStaff: {
    input: { after?: string | undefined; limit?: number | undefined };
    output: {
      entries: { uid: string; role: 'admin' | 'support' | 'staff' | null; permissions: string[]; isApplied: boolean }[];
      next: string | null;
    };
  };
  listWithdrawals: {
    input: {
      status?: 'PENDING' | 'APPROVED' | 'COMPLETED' | 'REJECTED' | 'FAILED' | 'CANCELLED' | undefined;
      after?: { requestedAt: number; withdrawalId: string } | undefined;
      limit?: number | undefined;
    };
    output: {
      entries: {
        withdrawalId: string;
        uid: string;
        amount: number;
        method: 'paypal' | 'bank' | 'giftcard' | 'crypto';
        status: 'PENDING' | 'APPROVED' | 'COMPLETED' | 'REJECTED' | 'FAILED' | 'CANCELLED';
        requestedAt: number;
        standing: 'active' | 'frozen' | 'banned' | 'deleted';
        inDebt: boolean;
        flagged: boolean;
        approvals: number;
        approvalsNeeded: number;
      }[];
      next: { requestedAt: number; withdrawalId: string } | null;
    };
  };
  replayDeadLetter: {
    input: { letterId: string; idempotencyKey: string };
    output: { letterId: string; status: 'REPLAYED'; replayed: boolean };
  };
  replayDeadLetters: {
    input: {
      consumer?: string | undefined;
      topic?: string | undefined;
      after?: string | undefined;
      limit?: number | undefined;
      idempotencyKey: string;
    };
    output: { letterIds: string[]; next: string | null; replayed: boolean };
  };
  requestWithdrawal: {
    input:
      | {
          amount: number;
          deviceHash: string;
          idempotencyKey: string;
          method: 'paypal';
          paymentDetails: { email: string };
        }
      | {
          amount: number;
          deviceHash: string;
          idempotencyKey: string;
          method: 'bank';
          paymentDetails: { iban: string; name: string };
        }
      | {
          amount: number;
          deviceHash: string;
          idempotencyKey: string;
          method: 'giftcard';
          paymentDetails: { brand: string; email: string };
        }
      | {
          amount: number;
          deviceHash: string;
          idempotencyKey: string;
          method: 'crypto';
          paymentDetails: { address: string };
        };
    output: {
      withdrawalId: string;
      status: 'PENDING' | 'APPROVED' | 'COMPLETED' | 'REJECTED' | 'FAILED' | 'CANCELLED';
      amount: number;
      balances: {
        coins: { available: number; locked: number };
        gems: { available: number; locked: number };
        points: { available: number; locked: number };
        eth: { available: number; locked: number };
      };
      replayed: boolean;
    };
  };
  revealPaymentDetails: {
    input: { withdrawalId: string };
    output: {
      withdrawalId: string;
      uid: string;
      amount: number;
      method: 'paypal' | 'bank' | 'giftcard' | 'crypto';
      paymentDetails: Record<string, string>;
      status: 'PENDING' | 'APPROVED' | 'COMPLETED' | 'REJECTED' | 'FAILED' | 'CANCELLED';
      requestedAt: number;
      flagged: boolean;
    };
  };
  reviewFraud: {
    input: { logId: string; decision: 'clear' | 'warn' | 'freeze' | 'ban'; reason: string; idempotencyKey: string };
    output: {
      logId: string;
      uid: string;
      status: 'CLEARED' | 'WARNED' | 'FROZEN' | 'BANNED';
      standing: 'active' | 'frozen' | 'banned' | 'deleted' | null;
      replayed: boolean;
    };
  };
  reviewWithdrawal: {
    input:
      | { withdrawalId: string; decision: 'approve'; idempotencyKey: string }
      | { withdrawalId: string; decision: 'reject'; reason: string; idempotencyKey: string };
    output: {
      withdrawalId: string;
      status: 'PENDING' | 'APPROVED' | 'COMPLETED' | 'REJECTED' | 'FAILED' | 'CANCELLED';
      approvals: number;
      approvalsNeeded: number;
      replayed: boolean;
    };
  };
  searchPlayers: {
    input: { words: string };
    output: {
      hits: {
        uid: string;
        matched: ('uid' | 'email' | 'phone' | 'referralCode' | 'device' | 'withdrawal' | 'auditEntry')[];
        account: {
          standing: 'active' | 'frozen' | 'banned' | 'deleted';
          standingUntil: number | null;
          createdAt: number;
          country: string | null;
          appVersion: string | null;
          referralCode: string;
          referredBy: string | null;
        } | null;
      }[];
    };
  };
  setEconomyConfig: {
    input:
      | {
          config: {
            devices?: { maxChanges?: number | undefined; changeWindowDays?: number | undefined } | undefined;
            events?:
              | {
                  games?: Record<string, { winCoins: number; minDurationSeconds: number }> | undefined;
                  defaultGame?: { winCoins: number; minDurationSeconds: number } | undefined;
                  adCoins?: number | undefined;
                  streakCoins?: number[] | undefined;
                  spinPrizes?: { coins: number; weight: number }[] | undefined;
                  spinSeedDays?: number | undefined;
                  dailyLimits?:
                    | {
                        ads?: number | undefined;
                        spins?: number | undefined;
                        winsPerGame?: number | undefined;
                        coins?: number | undefined;
                        events?: number | undefined;
                        games?: number | undefined;
                      }
                    | undefined;
                  window?:
                    | {
                        maxAgeSeconds?: number | undefined;
                        maxAheadSeconds?: number | undefined;
                        beforeAccountSeconds?: number | undefined;
                      }
                    | undefined;
                  flushSeconds?: number | undefined;
                  overlapSlackSeconds?: number | undefined;
                  requireSsv?: boolean | undefined;
                }
              | undefined;
            fraud?:
              | {
                  claim?:
                    | {
                        oldAccountHours?: number | undefined;
                        oldAccount?: number | undefined;
                        hasEarned?: number | undefined;
                        hasPlayed?: number | undefined;
                        sameAddress?: number | undefined;
                        deviceSeenElsewhere?: number | undefined;
                        freeClaimsAnHour?: number | undefined;
                        perExtraClaim?: number | undefined;
                        blockAbove?: number | undefined;
                      }
                    | undefined;
                  withdrawal?:
                    | {
                        unusualPlace?: number | undefined;
                        usualAfterHours?: number | undefined;
                        newAccountDays?: number | undefined;
                        newAccount?: number | undefined;
                        noActivity?: number | undefined;
                        implausiblePlay?: number | undefined;
                        chargeback?: number | undefined;
                        sharedDestination?: number | undefined;
                        unreadableRecord?: number | undefined;
                        blockAbove?: number | undefined;
                        reviewAbove?: number | undefined;
                      }
                    | undefined;
                  addressKeptDays?: number | undefined;
                }
              | undefined;
            guests?: { mergeBalance?: boolean | undefined } | undefined;
            rateLimits?:
              | {
                  default?: { perUid: number | null; perIp: number | null } | undefined;
                  functions?: Record<string, { perUid: number | null; perIp: number | null }> | undefined;
                }
              | undefined;
            referrals?: { rewardCoins?: number | undefined } | undefined;
            signUps?:
              | {
                  refuseDisposableEmail?: boolean | undefined;
                  refuseBannedContacts?: boolean | undefined;
                  refusedEmailDomains?: string[] | undefined;
                }
              | undefined;
            ratings?: { initial?: number | undefined } | undefined;
            wallet?: { twoPersonAdjustmentFrom?: number | undefined } | undefined;
            withdrawals?:
              | {
                  minAmount?: number | undefined;
                  maxAmount?: number | undefined;
                  minGamesWon?: number | undefined;
                  minAdsWatched?: number | undefined;
                  twoPersonFrom?: number | undefined;
                }
              | undefined;
            features?:
              | {
                  events?: boolean | { percent: number } | undefined;
                  referrals?: boolean | { percent: number } | undefined;
                  withdrawals?: boolean | { percent: number } | undefined;
                }
              | undefined;
          };
          expectedVersion?: number | undefined;
          dryRun?: boolean | undefined;
          idempotencyKey: string;
        }
      | {
          rollbackTo: number;
          expectedVersion?: number | undefined;
          dryRun?: boolean | undefined;
          idempotencyKey: string;
        }
      | { changeId: string; idempotencyKey: string };
    output: {
      version: number;
      changed: string[];
      guarded?: string[] | undefined;
      changeId?: string | undefined;
      dryRun: boolean;
      replayed: boolean;
    };
  };
  setRole: {
    input: {
      uid: string;
      role: 'admin' | 'support' | 'staff' | null;
      permissions?: string[] | undefined;
      idempotencyKey: string;
    };
    output: { uid: string; role: 'admin' | 'support' | 'staff' | null; permissions: string[]; replayed: boolean };
  };
  setStanding: {
    input: {
      uid: string;
      standing: 'active' | 'frozen' | 'banned';
      until?: number | undefined;
      reason: string;
      idempotencyKey: string;
    };
    output: { uid: string; standing: 'active' | 'frozen' | 'banned' | 'deleted'; replayed: boolean };
  };
  signOutEverywhere: {
    input: { idempotencyKey: string };
    output: { uid: string; signedOutAt: number; replayed: boolean };
  };
}

/** One event of `batchEvents`. */
export type ContractEvent =
  | {
      idempotencyKey: string;
      occurredAt: number;
      expectedCoins?: number | undefined;
      type: 'GAME_WON';
      metadata: { gameName: string; durationSeconds: number; score?: number | undefined };
    }
  | {
      idempotencyKey: string;
      occurredAt: number;
      expectedCoins?: number | undefined;
      type: 'GAME_LOST';
      metadata: { gameName: string; durationSeconds: number; score?: number | undefined };
    }
  | {
      idempotencyKey: string;
      occurredAt: number;
      expectedCoins?: number | undefined;
      type: 'AD_WATCHED';
      metadata: { adUnit?: string | undefined; ssvTransactionId?: string | undefined };
    }
  | {
      idempotencyKey: string;
      occurredAt: number;
      expectedCoins?: number | undefined;
      type: 'SPIN_CLAIMED';
      metadata: Record<string, never>;
    }
  | {
      idempotencyKey: string;
      occurredAt: number;
      expectedCoins?: number | undefined;
      type: 'STREAK_CLAIMED';
      metadata: Record<string, never>;
    };

/** What events are worth and how many of them a day takes: `events` of `config/public`. */
export interface ContractPrices {
  games: Record<string, { winCoins: number; minDurationSeconds: number }>;
  defaultGame: { winCoins: number; minDurationSeconds: number };
  adCoins: number;
  streakCoins: number[];
  spinPrizes: { coins: number; weight: number }[];
  spinSeedDays: number;
  dailyLimits: { ads: number; spins: number; winsPerGame: number; coins: number; events: number; games: number };
  window: { maxAgeSeconds: number; maxAheadSeconds: number; beforeAccountSeconds: number };
  flushSeconds: number;
  overlapSlackSeconds: number;
  requireSsv: boolean;
}

/** What a withdrawal asks for: `withdrawals` of `config/public`. */
export interface ContractTerms {
  minAmount: number;
  maxAmount: number;
  minGamesWon: number;
  minAdsWatched: number;
}

/** The codes of the error catalogue. */
export type ContractErrorCode =
  | 'ads/bad-callback'
  | 'ads/bad-signature'
  | 'ads/keys-unavailable'
  | 'ads/unknown-key'
  | 'bus/unknown-letter'
  | 'devices/already-bound'
  | 'devices/banned'
  | 'devices/too-many-changes'
  | 'economy/unknown-change'
  | 'economy/unknown-version'
  | 'economy/version-conflict'
  | 'events/ad-unverified'
  | 'events/ad-without-transaction'
  | 'events/before-account'
  | 'events/daily-limit'
  | 'events/implausible'
  | 'events/invalid'
  | 'events/other-player'
  | 'events/outside-window'
  | 'events/streak-order'
  | 'events/too-short'
  | 'fraud/already-reviewed'
  | 'fraud/own-account'
  | 'fraud/unknown-log'
  | 'fraud/until-past'
  | 'guests/not-active'
  | 'guests/unknown-guest'
  | 'idempotency/key-reused'
  | 'platform/address-refused'
  | 'platform/app-check-replayed'
  | 'platform/app-check-required'
  | 'platform/bad-signature'
  | 'platform/contention'
  | 'platform/door-misconfigured'
  | 'platform/feature-off'
  | 'platform/internal'
  | 'platform/invalid-input'
  | 'platform/role-required'
  | 'platform/sealed-unreadable'
  | 'platform/second-factor-required'
  | 'platform/signature-expired'
  | 'platform/signature-replayed'
  | 'platform/signature-required'
  | 'platform/signed-out'
  | 'platform/too-large'
  | 'platform/unauthenticated'
  | 'platform/unavailable'
  | 'platform/unknown-callable'
  | 'platform/unsupported-uid'
  | 'rate/limited'
  | 'referrals/already-claimed'
  | 'referrals/blocked'
  | 'referrals/device-used'
  | 'referrals/mutual'
  | 'referrals/own-code'
  | 'referrals/unknown-code'
  | 'referrals/wrong-device'
  | 'staff/ask-lapsed'
  | 'staff/own-benefit'
  | 'staff/own-role'
  | 'staff/second-person-required'
  | 'staff/too-many-permissions'
  | 'staff/unknown-person'
  | 'users/already-exists'
  | 'users/banned'
  | 'users/being-deleted'
  | 'users/deleted'
  | 'users/email-not-accepted'
  | 'users/frozen'
  | 'users/money-on-its-way'
  | 'users/not-found'
  | 'users/sign-up-banned'
  | 'wallet/capture-too-large'
  | 'wallet/hold-expired'
  | 'wallet/hold-resolved'
  | 'wallet/in-debt'
  | 'wallet/insufficient-balance'
  | 'wallet/more-than-owed'
  | 'wallet/second-person-required'
  | 'wallet/unknown-adjustment'
  | 'wallet/unknown-hold'
  | 'wallet/unknown-place'
  | 'wallet/version-conflict'
  | 'withdrawals/amount-out-of-range'
  | 'withdrawals/blocked'
  | 'withdrawals/insufficient-balance'
  | 'withdrawals/key-missing'
  | 'withdrawals/not-active-enough'
  | 'withdrawals/not-payable'
  | 'withdrawals/own-withdrawal'
  | 'withdrawals/same-reviewer'
  | 'withdrawals/too-soon'
  | 'withdrawals/unknown'
  | 'withdrawals/unreadable-details'
  | 'withdrawals/wrong-device'
  | 'withdrawals/wrong-state';
