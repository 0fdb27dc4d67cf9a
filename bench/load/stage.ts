import type { Answer, CallOptions } from '../../test/support/callable.ts';

/** Where players play: the suite, in which the platform's part runs by itself, or a project in which the stage plays it. */
export interface Stage {
  readonly project: string;
  player(): Promise<Person>;
  admin(): Promise<Person>;
  /** One more instance of the functions, with its own settings. */
  startInstance(environment: Readonly<Record<string, string>>): Promise<Instance>;
  read(path: string): Promise<Record<string, unknown> | undefined>;
  pagesOf(uid: string): Promise<readonly Record<string, unknown>[]>;
  setFields(path: string, fields: Record<string, unknown>): Promise<void>;
  /** What the ledger's own audit finds wrong with a player. */
  discrepancies(uid: string): Promise<readonly unknown[]>;
  /** Does what the platform does by schedule, or by redelivery, for what was not carried on at once. */
  sweep(): Promise<void>;
  /** Errors that were logged about these players beside the instances'. */
  errorsAbout(uids: readonly string[]): readonly string[];
  close(): Promise<void>;
}

export interface Person {
  readonly uid: string;
  readonly idToken: string;
  readonly deviceHash: string;
  call(name: string, data: unknown, options?: CallOptions): Promise<Answer>;
}

export interface Instance {
  readonly url: string;
  /** Lines of its log so far. */
  logs(): readonly string[];
  stop(): Promise<unknown>;
}
