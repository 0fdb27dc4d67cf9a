/** Stands for `platform/identity/disposableEmail.ts`, whose list is a megabyte of text. */
export async function disposableEmailDomains(): Promise<ReadonlySet<string>> {
  return new Set(['mailinator.com']);
}
