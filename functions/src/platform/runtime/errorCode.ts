/** The `code` that Google's libraries put on their errors: a number of gRPC, or words such as `auth/user-not-found`. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
