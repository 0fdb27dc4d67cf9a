/** A failure that the reader can do something about: its message is shown as it is, without a stack. */
export class SuiteError extends Error {}

/** The one sentence to show for anything that was thrown. */
export function describe(error: unknown): string {
  if (error instanceof SuiteError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
