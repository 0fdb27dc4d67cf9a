import assert from 'node:assert/strict';

type Page = Readonly<Record<string, any>>;

/** All entries of a list, asked for `limit` at a time; no page may have more. */
export async function entriesOfPages(list: (input: object) => Promise<Page>, limit: number): Promise<any[]> {
  const seen: any[] = [];
  let after: unknown;
  do {
    const page = await list({ limit, after });
    assert.ok(page.entries.length <= limit);
    seen.push(...page.entries);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return seen;
}
