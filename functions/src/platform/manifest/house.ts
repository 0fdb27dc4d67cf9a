import { invariant } from '../../kernel/assert.ts';
import { type AccountPart, OPENING_STAGES } from './account.ts';
import type { Domain } from './domain.ts';
import type { Rider } from './rider.ts';

/**
 * The gathered domains, for the few that must know all of them: whoever opens, exports and closes accounts, credits
 * batches, delivers messages, runs schedules and serves staff. They are handed in from above (`index.ts`), so that nothing
 * below has to import them, and are loaded when the first call needs them, which most functions never do.
 */
type Open = () => Promise<readonly Domain[]>;

let opening: Open | undefined;
let opened: Promise<readonly Domain[]> | undefined;
let accounts: Promise<readonly AccountPart[]> | undefined;
let riders: Promise<readonly Rider[]> | undefined;

/** Says how to find the domains; whoever comes later decides. */
export function furnish(open: Open): void {
  opening = open;
  opened = undefined;
  accounts = undefined;
  riders = undefined;
}

export function house(): Promise<readonly Domain[]> {
  invariant(opening !== undefined, 'nobody has said which domains there are');
  opened ??= opening();
  return opened;
}

/** Every domain's part in an account's life, in the order in which an account is opened. */
export function accountParts(): Promise<readonly AccountPart[]> {
  accounts ??= partsOf(({ account }) => account?.()).then((parts) => parts.toSorted(byStage));
  return accounts;
}

function byStage(left: AccountPart, right: AccountPart): number {
  return stageOf(left) - stageOf(right);
}

function stageOf({ stage = 'belongings' }: AccountPart): number {
  return OPENING_STAGES.indexOf(stage);
}

/** Everything that rides on a batch, in the order of the domains. */
export function allRiders(): Promise<readonly Rider[]> {
  riders ??= partsOf(({ riders: own }) => own?.()).then((found) => found.flat());
  return riders;
}

async function partsOf<Part>(load: (domain: Domain) => Promise<Part> | undefined): Promise<readonly Part[]> {
  const found = await Promise.all((await house()).map(async (domain) => load(domain)));
  return found.filter((part) => part !== undefined);
}
