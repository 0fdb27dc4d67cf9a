import assert from 'node:assert/strict';
import type { Answer } from '../../support/callable.ts';
import { eventually } from '../../support/eventually.ts';
import type { FunctionServer, LogEntry } from '../../support/functionServer.ts';

/** A request at the staff door as anybody could send it, without what the tests' own client would add. */
export interface Knock {
  /** Below `…/staff`, with its slash and what follows a question mark. */
  readonly path: string;
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Opened extends Pick<Answer, 'httpStatus' | 'headers' | 'result'> {
  /** `details.code`; `ok` where there is no error. */
  readonly code: string;
  readonly details: Record<string, any>;
}

export async function knock(url: string, { path, method = 'POST', body, headers }: Knock): Promise<Opened> {
  const sent = method === 'POST' ? { body: body ?? '{"data":{}}' } : {};
  const response = await fetch(`${url}/staff${path}`, {
    ...{ method, ...sent },
    headers: { 'content-type': 'application/json', ...headers },
  });
  const text = await response.text();
  const { result = {}, error } = text.startsWith('{') ? JSON.parse(text) : {};
  const { status: httpStatus, headers: answered } = response;
  const details = error?.details ?? {};
  return { httpStatus, headers: answered, result, details, code: error === undefined ? 'ok' : String(details.code) };
}

/** The lines that the server wrote of the request with this correlation id; insists on one, and that no other follows it. */
export async function onlyLine(server: FunctionServer, correlationId: string | null): Promise<LogEntry> {
  const found = () => server.logs.filter((entry) => entry.correlationId === correlationId);
  await eventually(async () => assert.notEqual(found().length, 0));
  // What it wrote before it answered somebody else has arrived with that line.
  const next = await knock(server.url, { path: '/nothing' });
  const later = next.headers.get('x-correlation-id');
  await eventually(async () => assert.ok(server.logs.some((entry) => entry.correlationId === later)));
  const [line, ...more] = found();
  assert.deepEqual(more, []);
  return line ?? assert.fail('no line');
}
