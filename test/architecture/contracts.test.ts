import assert from 'node:assert/strict';

import { join } from 'node:path';
import { callables, errorCatalogues, messages } from '../../functions/src/contract.ts';
import { domains } from '../../functions/src/gathered.ts';
import type { PostingKind } from '../../functions/src/kernel/posting.ts';
import { repositoryRoot } from '../../scripts/suite/paths.ts';
import { callableFunctions } from '../support/deployed.ts';
import { pathsBelow } from './sourceFiles.ts';

/** What one domain's contract.ts exports, sorted by kind. */
interface Declared {
  readonly domain: string;
  readonly callables: ReadonlyMap<string, object>;
  readonly messages: readonly object[];
  readonly catalogues: readonly object[];
  readonly postings: readonly PostingKind[];
}

const has = (value: object, ...fields: readonly string[]) => fields.every((field) => field in value);

/** The published form of a contract may have an input that is composed of several domains' parts. */
function isOf(published: object, contract: object): boolean {
  return (
    published === contract || ('output' in published && 'output' in contract && published.output === contract.output)
  );
}

/** One name for one callable, everywhere: the contract's, its key, the use case's file and the deployed function's. */
function misnamed(
  declared: readonly Omit<Declared, 'postings'>[],
  gathered: object,
  deployed: ReadonlySet<string>,
  files: ReadonlySet<string>,
) {
  return declared.flatMap(({ domain, callables: own }) =>
    [...own].flatMap(([exported, contract]) => {
      const name = 'name' in contract ? String(contract.name) : '';
      const listed = Object.entries(gathered).find(([, value]) => isOf(value, contract))?.[0];
      return [
        name === exported ? [] : [`${domain}: ${exported} calls itself ${name}`],
        listed === name ? [] : [`${domain}: ${name} is gathered as ${listed}`],
        deployed.has(name) ? [] : [`${domain}: ${name} is not deployed`],
        files.has(`functions/src/${domain}/${name}.ts`) ? [] : [`${domain}: ${name} has no use case file`],
      ].flat();
    }),
  );
}

function ungathered(
  declared: readonly Omit<Declared, 'postings'>[],
  catalogues: readonly object[],
  gatheredMessages: readonly object[],
) {
  return declared.flatMap((own) => [
    ...own.catalogues
      .filter((one) => !catalogues.includes(one))
      .map((one) => `${own.domain}: ${Object.keys(one)[0]}, …`),
    ...own.messages
      .filter((one) => !gatheredMessages.includes(one))
      .map((one) => `${own.domain}: ${'type' in one ? one.type : ''}`),
  ]);
}

async function declaredContracts(): Promise<Declared[]> {
  const paths = pathsBelow('functions/src').filter((path) =>
    /^functions\/src\/(?!kernel\/)[^/]+\/contract\.ts$/.test(path),
  );
  return await Promise.all(
    paths.map(async (path) => {
      const module: object = await import(join(repositoryRoot, path));
      const values = Object.entries(module).filter((entry): entry is [string, object] => entry[1] instanceof Object);
      const plain = values.filter(([, value]) => Object.getPrototypeOf(value) === Object.prototype);
      const isError = (row: unknown) => row instanceof Object && has(row, 'code', 'status', 'remedy');
      return {
        domain: path.split('/')[2] ?? '',
        callables: new Map(plain.filter(([, value]) => has(value, 'effect', 'access', 'input', 'output'))),
        messages: plain.map(([, value]) => value).filter((value) => has(value, 'type', 'version', 'data')),
        catalogues: plain.map(([, value]) => value).filter((value) => Object.values(value).some(isError)),
        postings: plain.flatMap(([, value]) => postingsIn(value)),
      };
    }),
  );
}

/** What `definePosting` and `defineHold` make. */
function postingsIn(value: object): readonly PostingKind[] {
  if ('postings' in value && has(value, 'purpose')) return value.postings as readonly PostingKind[];
  return has(value, 'type', 'text') ? [value as PostingKind] : [];
}

describe('the contracts', () => {
  let declared: Declared[];

  before(async () => {
    declared = await declaredContracts();
  });

  it('give each callable one name: contract, key, use case file and deployed function', () => {
    assert.ok(declared.some((domain) => domain.callables.size > 0));
    assert.deepEqual(
      misnamed(declared, callables, new Set(Object.keys(callableFunctions)), new Set(pathsBelow('functions/src'))),
      [],
    );
  });

  it('are all gathered, so that no refusal and no message is missing from what is published', () => {
    assert.ok(declared.some((domain) => domain.catalogues.length > 0));
    assert.deepEqual(ungathered(declared, errorCatalogues, Object.values(messages)), []);
  });

  it('have all of their postings in their manifests, or players would read of them in no words', () => {
    const gathered = domains.flatMap(({ postings = [] }) => postings);
    const own = declared.flatMap(({ domain, postings }) => postings.map((kind) => ({ domain, kind })));
    assert.ok(own.length > 5);
    assert.deepEqual(
      own.filter(({ kind }) => !gathered.includes(kind)),
      [],
    );
  });

  it('gather nothing that no domain declares', () => {
    const known = declared.flatMap((domain) => [...domain.callables.values(), ...domain.messages]);
    const gathered: object[] = [...Object.values(callables), ...Object.values(messages)];
    assert.deepEqual(
      gathered.filter((contract) => !known.some((one) => isOf(contract, one))),
      [],
    );
  });

  it('keep every error code unique', () => {
    const codes = errorCatalogues.flatMap((catalogue) => Object.values(catalogue).map(({ code }) => code));
    assert.deepEqual(codes.length, new Set(codes).size);
  });

  it('would be caught with a callable that has another name anywhere', () => {
    const claim = { name: 'claim' };
    const domain = { domain: 'shop', callables: new Map([['claimPrize', claim]]), messages: [], catalogues: [] };
    assert.deepEqual(
      misnamed([domain], { claims: claim }, new Set(['claimed']), new Set(['functions/src/shop/x.ts'])),
      [
        'shop: claimPrize calls itself claim',
        'shop: claim is gathered as claims',
        'shop: claim is not deployed',
        'shop: claim has no use case file',
      ],
    );
  });

  it('would be caught with a catalogue or a message that is not gathered', () => {
    const domain = { domain: 'shop', callables: new Map(), messages: [{ type: 'sold' }], catalogues: [{ empty: 1 }] };
    assert.deepEqual(ungathered([domain], [], []), ['shop: empty, …', 'shop: sold']);
  });
});
