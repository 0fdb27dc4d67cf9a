import type { z } from 'zod';
import { Refused } from '../../kernel/decision.ts';
import { platformErrors } from './catalogue.ts';

const MAX_ISSUES = 20;
const MAX_ISSUE_LENGTH = 200;

/** Parses a payload; a refusal names each field that is wrong, of a union's shapes those of the one that was meant. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, data: unknown): z.output<Schema> {
  const parsed = schema.safeParse(data ?? {});
  if (parsed.success) return parsed.data;
  throw invalidInput(parsed.error.issues.flatMap((issue) => described(issue)));
}

export function invalidInput(issues: readonly string[]): Refused {
  const shown = issues.slice(0, MAX_ISSUES).map((issue) => issue.slice(0, MAX_ISSUE_LENGTH));
  return new Refused(platformErrors['invalid-input'], { issues: shown });
}

type Issue = z.core.$ZodIssue;

function described(issue: Issue, outer: readonly PropertyKey[] = []): string[] {
  const path = [...outer, ...issue.path];
  const meant = issue.code === 'invalid_union' ? meantBranch(issue.errors) : undefined;
  if (meant !== undefined) return meant.flatMap((inner) => described(inner, path));
  return [`${path.map(String).join('.') || 'request'}: ${issue.message}`];
}

/** The shape that was meant is the one that knows most of the fields sent; of those, the one that got furthest. */
function meantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches.toSorted((left, right) => unknownKeys(left) - unknownKeys(right) || depth(right) - depth(left))[0];
}

function unknownKeys(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 0), 0);
}

function depth(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}
