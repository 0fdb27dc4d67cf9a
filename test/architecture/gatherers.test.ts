import assert from 'node:assert/strict';
import { greetings } from '../../functions/madeUp/greetings/domain.ts';
import { composeConfig, publicParts } from '../../functions/src/economy/composeConfig.ts';
import { domains } from '../../functions/src/gathered.ts';
import { deployedFunctions } from '../../functions/src/index.ts';
import { Economy } from '../../functions/src/platform/configuration/economy.ts';
import { requireFeature } from '../../functions/src/platform/configuration/feature.ts';
import { askRateGate } from '../../functions/src/platform/limits/rateGate.ts';
import { contradictions } from '../../functions/src/platform/manifest/consistency.ts';
import type { Domain } from '../../functions/src/platform/manifest/domain.ts';
import { gatherCallables, gatherErrors, gatherMessages } from '../../functions/src/platform/manifest/gather.ts';
import { accountParts, allRiders, domainsWith, furnish } from '../../functions/src/platform/manifest/house.ts';
import { consumersOf } from '../../functions/src/platform/messaging/topics.ts';
import { staffCallable } from '../../functions/src/platform/transport/staffDoor.ts';
import { fieldsThatName, personalCollections } from '../../functions/src/users/personalCollections.ts';
import { furnishedText, indexText } from '../../scripts/bundle/texts.ts';
import { contractOf } from '../../scripts/generate/contractSnapshot.ts';
import { errorsText } from '../../scripts/generate/errorsPage.ts';
import { collectionsOf, indexSpec, rulesText } from '../../scripts/generate/firestoreFiles.ts';
import { wireClientFiles } from '../../scripts/generate/wireClient.ts';
import { wireSchemaFiles } from '../../scripts/generate/wireSchemas.ts';
import { rowsOf } from '../security/accessTable.ts';
import { queriesOf } from '../security/queries.ts';

/** The house and one domain more, which nobody but this list knows of. */
const house: readonly Domain[] = [...domains, greetings];
const gathered = {
  callables: gatherCallables(house),
  errorCatalogues: gatherErrors(house),
  messages: gatherMessages(house),
};
const endpointOf = (value: unknown) => (value as { __endpoint: any }).__endpoint;

describe('a domain that is added in one line', () => {
  before(() => furnish(async () => house));
  after(() => furnish(async () => domains));

  it('is deployed: its callable, its schedule and its topic, with what its contract says of their size', async () => {
    const deployed = await deployedFunctions(house);
    const before = Object.keys(await deployedFunctions(domains));
    const added = Object.keys(deployed).filter((name) => !before.includes(name));
    assert.deepEqual(added.sort(), ['forgetGreetings', 'onGreetingSaid', 'sayHello']);
    const { availableMemoryMb, timeoutSeconds, minInstances } = endpointOf(deployed.sayHello);
    assert.deepEqual([availableMemoryMb, timeoutSeconds], [256, 20]);
    assert.equal(typeof minInstances === 'number', false);
    assert.equal(endpointOf(deployed.forgetGreetings).scheduleTrigger.schedule, 'every day 04:00');
  });

  it('is found by a build, each function in the file of its domain', async () => {
    const text = await indexText(house, 'furnished');
    assert.match(text, /sayHello: \(\) => require\('\.\/greetings\/functions\.js'\)\.sayHello/);
    assert.match(text, /onGreetingSaid: .*"greeting\.said"/);
    assert.match(text, /forgetGreetings: .*"every day 04:00"/);
    const source = new URL('../../functions/src', import.meta.url).pathname;
    await assert.rejects(furnishedText(domains.slice(1), source), /names audit/);
  });

  it('is in the contract, the wire schemas and the tables of the client', () => {
    const snapshot = contractOf(gathered);
    assert.ok('sayHello' in snapshot.callables && 'listGreetings' in snapshot.callables);
    assert.equal(snapshot.messages.greetingSaid?.type, 'greeting.said');
    assert.ok(wireSchemaFiles(gathered.callables).has('docs/wire/sayHello.request.schema.json'));
    const tables = wireClientFiles(gathered).get('client/src/generated/catalogue.ts') ?? '';
    assert.match(tables, /CALLABLES.*\["listGreetings","staff"\]/);
    assert.match(tables, /CALLABLES.*\["sayHello","keyed"\]/);
    assert.match(tables, /RETRYABLE_CODES.*"greetings\/enough"/);
  });

  it('has its errors on the page of errors', () => {
    assert.match(errorsText(gathered.errorCatalogues), /## greetings\n[\s\S]*`greetings\/enough`/);
  });

  it('has its numbers and its switch in the configuration, strict and with defaults', () => {
    const schema = composeConfig(house);
    const config: Record<string, any> = schema.parse({});
    assert.deepEqual(config.greetings, { perDay: 3 });
    assert.equal(config.features.greetings, true);
    assert.equal(schema.safeParse({ greetings: { perDay: 3, perWeek: 9 } }).success, false);
    assert.equal(composeConfig(domains).safeParse({ greetings: {} }).success, false);
    assert.deepEqual(publicParts(house, config).greetings, { perDay: 3 });
    const off = new Economy(1, { features: { greetings: false } });
    assert.throws(() => requireFeature(off, { name: 'greetings', byDefault: true }, 'uid'), /feature-off/);
  });

  it('is limited as its contract says', async () => {
    const gate = { contract: greetings.callables?.sayHello as never, uid: crypto.randomUUID(), address: '192.0.2.1' };
    const calls = Array.from({ length: 8 }, () => askRateGate({} as never, new Economy(0, {}), gate, Date.now()));
    const admitted = (await Promise.all(calls)).map(({ decision }) => decision.ok);
    assert.deepEqual(admitted, [true, true, true, true, true, true, true, false]);
  });

  it('hears its topic, runs its schedule and serves its staff, by what it is needed for', async () => {
    assert.deepEqual(
      (await consumersOf('greeting.said')).map(({ name }) => name),
      ['countGreeter'],
    );
    const needed = async (trait: Parameters<typeof domainsWith>[0]) =>
      (await domainsWith(trait)).map(({ name }) => name);
    assert.deepEqual(await needed('schedule forgetGreetings'), ['greetings']);
    assert.deepEqual(await needed('staff listGreetings'), ['greetings']);
    assert.equal(typeof (await staffCallable('listGreetings')), 'function');
    assert.equal(await staffCallable('sayHello'), undefined, 'players have no business behind the staff door');
  });

  it('takes part in accounts and rides on batches', async () => {
    const { account, riders } = greetings;
    assert.ok((await accountParts()).includes((await account?.()) as never));
    assert.ok((await allRiders()).includes((await riders?.())?.[0] as never));
  });

  it('has words for its postings, for whoever reads a ledger', async () => {
    const named = (await domainsWith('postings')).flatMap(({ postings = [] }) => postings);
    assert.ok(named.some(({ type }) => type === 'greeting.thanks'));
  });

  it('is exported and erased', () => {
    const added = personalCollections(house).filter(({ domain }) => domain === 'greetings');
    assert.deepEqual(added, [
      { collection: 'users/{uid}/greetings', domain: 'greetings', find: 'all', onDeletion: 'erase' },
    ]);
    assert.ok(fieldsThatName([{ ...greetings, peopleIn: ['greetedBy'] }]).has('greetedBy'));
  });

  it('is in the security rules, the index file, the access matrix and the list of queries', () => {
    const collections = collectionsOf(house);
    const rules = rulesText(collections);
    assert.match(rules, /match \/users\/\{uid\}\/greetings\/\{day\} \{\n +allow read: if isMe\(uid\);/);
    assert.match(rules, /match \/greetingBoards\/\{day\} \{\n +allow get: if signedIn\(\);/);
    const { indexes, fieldOverrides } = indexSpec(collections);
    assert.ok(indexes.some(({ collectionGroup }) => collectionGroup === 'greetings'));
    assert.ok(
      fieldOverrides.some(({ collectionGroup, fieldPath }) => `${collectionGroup}.${fieldPath}` === 'greetings.text'),
    );
    const row = rowsOf(collections).find(({ path }) => path.endsWith('/greetings/day'));
    assert.deepEqual([[...(row?.mayOf.owner ?? [])], row?.mayOf.other.size], [['get', 'list'], 0]);
    assert.ok(queriesOf(house).some(({ file }) => file === 'greetings/forgetGreetings.ts'));
  });

  it('contradicts nobody', () => {
    assert.deepEqual(contradictions(house), []);
  });
});
