/** Domains of throw-away mailboxes. The list is a megabyte of text, which only an instance that needs it should load. */
export async function disposableEmailDomains(): Promise<ReadonlySet<string>> {
  const { default: mailchecker } = await import('mailchecker');
  return mailchecker.blacklist();
}
