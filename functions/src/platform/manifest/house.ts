import { invariant } from '../../kernel/assert.ts';
import { type AccountPart, OPENING_STAGES } from './account.ts';
import type { Domain } from './domain.ts';
import type { Rider } from './rider.ts';
import { type Trait, traitsOf } from './traits.ts';

/**
 * The gathered domains, for the few that must know all of them: whoever opens, exports and closes accounts, credits
 * batches, delivers messages, runs schedules and serves staff. They are handed in from above (`index.ts`), so that nothing
 * below has to import them, and are loaded when the first call needs them, which most functions never do.
 */
type Open = (trait?: Trait) => Promise<readonly Domain[]>;

let opening: Open | undefined;
let accounts: Promise<readonly AccountPart[]> | undefined;
let riders: Promise<readonly Rider[]> | undefined;

/**
 * Says how to find the domains; whoever comes later decides. Asked for those with a trait, `open` may leave out others, so
 * that they are not loaded.
 */
export function furnish(open: Open): void {
  opening = open;
  accounts = undefined;
  riders = undefined;
}

/** All of them, for the few that must know every one. */
export async function house(): Promise<readonly Domain[]> {
  return await opened();
}

/** Those that a task concerns. */
export async function domainsWith(trait: Trait): Promise<readonly Domain[]> {
  return (await opened(trait)).filter((domain) => traitsOf(domain).includes(trait));
}

function opened(trait?: Trait): Promise<readonly Domain[]> {
  invariant(opening !== undefined, 'nobody has said which domains there are');
  return opening(trait);
}

/** Every domain's part in an account's life, in the order in which an account is opened. */
export function accountParts(): Promise<readonly AccountPart[]> {
  accounts ??= partsOf('account', ({ account }) => account?.()).then((parts) => parts.toSorted(byStage));
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
  riders ??= partsOf('riders', ({ riders: own }) => own?.()).then((found) => found.flat());
  return riders;
}

async function partsOf<Part>(
  trait: Trait,
  load: (domain: Domain) => Promise<Part> | undefined,
): Promise<readonly Part[]> {
  const found = await Promise.all((await domainsWith(trait)).map(async (domain) => load(domain)));
  return found.filter((part) => part !== undefined);
}
