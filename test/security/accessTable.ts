import { PEOPLE, type Person } from './rulesEnvironment.ts';

/**
 * Who may do what, a row a collection: get, list, create, update, delete. Whatever is not granted is denied, and the
 * test tries every cell. A listing of withdrawals asks for the owner's; every other listing asks for the collection.
 */
const TABLE = `
  document                            owner  other  staff  guest  nobody

  users/OWNER                         g----  -----  -----  -----  -----
  users/OWNER/days/2026-11-20         gl---  -----  -----  -----  -----
  users/OWNER/monthlyStats/2026-11    gl---  -----  -----  -----  -----
  users/OWNER/holds/hold              gl---  -----  -----  -----  -----
  users/OWNER/inbox/note              gl---  -----  -----  -----  -----
  withdrawals/withdrawal              gl---  -----  -----  -----  -----

  profiles/OWNER                      g----  g----  g----  g----  -----
  cosmetics/hat                       gl---  gl---  gl---  gl---  -----
  seasons/winter                      gl---  gl---  gl---  gl---  -----
  leaderboards/daily                  gl---  gl---  gl---  gl---  -----
  liveEvents/gala                     gl---  gl---  gl---  gl---  -----
  config/public                       g----  g----  g----  g----  -----

  config/economy                      -----  -----  -----  -----  -----
  config/economy/versions/1           -----  -----  -----  -----  -----
  devices/hash                        -----  -----  -----  -----  -----
  referralCodes/ABCDEFGH              -----  -----  -----  -----  -----
  idempotency/scope                   -----  -----  -----  -----  -----
  adjustments/adjustment              -----  -----  -----  -----  -----
  staff/STAFF                         -----  -----  -----  -----  -----
  auditLog/entry                      -----  -----  -----  -----  -----
  ops/dailyReset                      -----  -----  -----  -----  -----
  fraudLogs/log                       -----  -----  -----  -----  -----
  risk/OWNER                          -----  -----  -----  -----  -----
  ledgerDiscrepancies/discrepancy     -----  -----  -----  -----  -----
  addressClaims/hash                  -----  -----  -----  -----  -----
  withdrawalFiles/withdrawal          -----  -----  -----  -----  -----
  payoutDestinations/hash             -----  -----  -----  -----  -----
  referralClaims/OWNER                -----  -----  -----  -----  -----
  deviceTombstones/hash               -----  -----  -----  -----  -----
  bannedContacts/hash                 -----  -----  -----  -----  -----
  deletions/scope                     -----  -----  -----  -----  -----
  consumed/mark                       -----  -----  -----  -----  -----
  deadLetters/message                 -----  -----  -----  -----  -----

  unheardOf/document                  -----  -----  -----  -----  -----
`;

export const OPERATIONS = ['get', 'list', 'create', 'update', 'delete'] as const;
export type Operation = (typeof OPERATIONS)[number];

export interface Row {
  readonly path: string;
  readonly mayOf: Readonly<Record<Person, ReadonlySet<Operation>>>;
}

export const ACCESS: readonly Row[] = parse(TABLE);

const NOTHING: Row['mayOf'] = ofEach(() => new Set<Operation>());

const granted = ACCESS.filter(({ mayOf }) => PEOPLE.some((person) => mayOf[person].size > 0));

/** A document below each one that somebody may read. A grant ends where it is written, so all of it is denied there. */
export const BENEATH: readonly Row[] = granted.map(({ path }) => ({
  path: `${path}/unheardOf/document`,
  mayOf: NOTHING,
}));

function ofEach<T>(make: (place: number) => T): Record<Person, T> {
  return { owner: make(0), other: make(1), staff: make(2), guest: make(3), nobody: make(4) };
}

function parse(table: string): Row[] {
  const lines = table.split('\n').map((line) => line.trim().split(/\s+/));
  const [header, ...rows] = lines.filter((cells) => cells.length > 1);
  if (header?.join() !== ['document', ...PEOPLE].join()) throw new Error(`the header names other people: ${header}`);
  return rows.map(([path = '', ...cells]) => {
    if (cells.length !== PEOPLE.length) throw new Error(`${path} has ${cells.length} cells`);
    return { path, mayOf: ofEach((place) => operations(path, cells[place] ?? '')) };
  });
}

/** Reads a cell such as `gl---`: each place holds the initial of its operation, or a dash. */
function operations(path: string, cell: string): Set<Operation> {
  const named = OPERATIONS.filter((operation, place) => cell[place] === operation[0]);
  const canonical = OPERATIONS.map((operation) => (named.includes(operation) ? operation[0] : '-')).join('');
  if (cell !== canonical) throw new Error(`${path}: cannot read the cell ${cell}`);
  return new Set(named);
}
