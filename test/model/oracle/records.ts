/** What the oracle knows of everything beside accounts and money: claims, withdrawals, suspicions, messages, the audit. */
export type Standing = 'active' | 'frozen' | 'banned' | 'deleted';
export type Status = 'PENDING' | 'APPROVED' | 'COMPLETED' | 'REJECTED' | 'FAILED' | 'CANCELLED';

/** What the owner of a code is owed for a claim: held while frozen, void where there is nobody to pay any more. */
export type Credit = 'WAITING' | 'HELD' | 'PAID' | 'VOID';

/** One player's claim of another's code. */
export interface Referral {
  uid: string;
  referrer: string;
  readonly reward: number;
  readonly atMs: number;
  credit: Credit;
}

export interface Withdrawal {
  readonly id: string;
  uid: string;
  readonly amount: number;
  readonly method: string;
  /** As the player wrote them; only the oracle may know. */
  readonly details: Readonly<Record<string, string>>;
  readonly flagged: boolean;
  status: Status;
  readonly approvals: string[];
  readonly history: { readonly status: Status; readonly actor: string }[];
  /** Whether its sealed details were erased with their owner's account. */
  erased: boolean;
}

export interface Suspicion {
  readonly id: string;
  uid: string;
  readonly kind: 'referral' | 'withdrawal';
  readonly verdict: 'block' | 'review';
  /** Of the most suspicious time that counts on it. */
  evidence: Readonly<Record<string, number>>;
  subject: string;
  count: number;
  status: 'OPEN' | 'CLEARED' | 'WARNED' | 'FROZEN' | 'BANNED';
  reviewedBy: string | null;
}

export interface Deletion {
  readonly uid: string;
  readonly startedAtMs: number;
  /** The name under which the ledger stays. */
  readonly pseudonym: string;
  done: boolean;
}

/** A message that a commit has left to be published. */
export interface Message {
  readonly eventId: string;
  readonly type: string;
  readonly uid: string;
  readonly occurredAt: number;
  readonly correlationId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Letter {
  readonly consumer: string;
  readonly topic: string;
  /** As JSON text. */
  readonly message: string;
  status: 'WAITING' | 'REPLAYED';
  deaths: number;
  /** How often it had died when an admin last asked to send it again. */
  replayOf: number;
  /** Whether it was sent again since it died last. */
  sent: boolean;
}

export interface Note {
  readonly uid: string;
  readonly kind: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface Audit {
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
}

/** A message on its way to the consumers of its topic, or to the one that `onlyFor` names. */
export interface Delivery {
  readonly topic: string;
  readonly raw: any;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Delivered extends Delivery {
  /** Whether nothing else is under way and nothing goes wrong, but for the `unlucky` one. */
  readonly isCalm: boolean;
  /** The consumer that cannot commit anything this time. */
  readonly unlucky: string | undefined;
}

export interface Records {
  /** Everybody who ever held a device, oldest first. */
  readonly deviceHolders: Map<string, string[]>;
  /** Devices whose account was deleted. */
  readonly tombstones: Set<string>;
  /** Those of them whose account was banned. */
  readonly bannedDevices: Set<string>;
  /** Who owns a referral code. */
  readonly codes: Map<string, string>;
  readonly referrals: Map<string, Referral>;
  /** Instants of claims from an address. */
  readonly claimsFrom: Map<string, number[]>;
  readonly withdrawals: Map<string, Withdrawal>;
  /** Who asked for a destination. */
  readonly destinations: Map<string, string[]>;
  /** The hash under which each of them was stored first. */
  readonly destinationHashes: Map<string, string>;
  /** Whose contacts nobody may sign up with, and until when; null for good. */
  readonly banned: Map<string, number | null>;
  /** Whether somebody who signs up was banned at the instant at which that was looked up, by operation. */
  readonly bannedWhenLooked: Map<number, boolean>;
  readonly suspicions: Map<string, Suspicion>;
  /** Who was blocked while signing up, and so is on record without an account. */
  readonly strangers: Set<string>;
  /** Blocks that were answered, and whose entry may follow, by operation. */
  readonly blocks: Map<number, Omit<Suspicion, 'id' | 'status' | 'reviewedBy' | 'count'>>;
  /** By the scope of the request, as it is stored. */
  readonly deletions: Map<string, Deletion>;
  /** Whose ledger stands under a pseudonym, or is on its way there. */
  readonly pseudonyms: Map<string, string>;
  /** Uids whose account stands under its pseudonym, while what was copied is erased. */
  readonly takenOver: Set<string>;
  /** When whoever had a uid was deleted; the uid may be somebody else's since. */
  readonly departed: Map<string, number>;
  readonly messages: Map<string, Message>;
  /** Messages that were published at least once. */
  readonly told: Set<string>;
  /** `consumer eventId` of what has left a line or an entry. */
  readonly consumed: Set<string>;
  /** `consumer eventId` of what came when nobody keeps a line of it any more. */
  readonly tooLate: Set<string>;
  /** Lines that the commit that is being looked at must have left in an inbox. */
  readonly dueNotes: Note[];
  /** Lines of inboxes, by path. */
  readonly notes: Map<string, Note>;
  readonly letters: Map<string, Letter>;
  /** What the audit log must have been told by the commit that is being looked at. */
  readonly dueAudits: Audit[];
  /** What it must have been told ever. */
  readonly audits: Audit[];
  /** What an operation has really sent. */
  readonly sent: Map<number, any>;
  /** What a name that the generator gave stands for since it was first used. */
  readonly names: Map<string, string>;
  /** What an operation was given to consume. */
  readonly deliveries: Map<number, Delivered>;
  /** Documents `idempotency/…` that went with an account. */
  readonly erasedKeys: Set<string>;
  /** Records of withdrawals that went blank with an account: their keys stand for nothing that can be told any more. */
  readonly blankKeys: Set<string>;
}

export function newRecords(): Records {
  return {
    deviceHolders: new Map(),
    tombstones: new Set(),
    bannedDevices: new Set(),
    codes: new Map(),
    referrals: new Map(),
    claimsFrom: new Map(),
    withdrawals: new Map(),
    destinations: new Map(),
    destinationHashes: new Map(),
    banned: new Map(),
    bannedWhenLooked: new Map(),
    suspicions: new Map(),
    strangers: new Set(),
    blocks: new Map(),
    deletions: new Map(),
    pseudonyms: new Map(),
    takenOver: new Set(),
    departed: new Map(),
    messages: new Map(),
    told: new Set(),
    consumed: new Set(),
    tooLate: new Set(),
    dueNotes: [],
    notes: new Map(),
    letters: new Map(),
    dueAudits: [],
    audits: [],
    sent: new Map(),
    names: new Map(),
    deliveries: new Map(),
    erasedKeys: new Set(),
    blankKeys: new Set(),
  };
}
