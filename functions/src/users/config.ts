import { z } from 'zod';
import { defineConfig, MAX_NAMED } from '../kernel/config.ts';

/** Who may sign up with an e-mail address or a phone number; asked by Auth itself, before the user exists. */
const schema = z.strictObject({
  /** Throw-away mailboxes, by a list that comes with a package. */
  refuseDisposableEmail: z.boolean().default(true),
  /** Mailboxes and numbers of people whose account was banned. */
  refuseBannedContacts: z.boolean().default(true),
  /** Domains, lower case; the ones below them are refused as well. */
  refusedEmailDomains: z
    .array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/, 'a domain in lower case'))
    .max(MAX_NAMED)
    .default([]),
});

export const signUpsConfig = defineConfig({ name: 'signUps', schema });
export type SignUpsConfig = z.output<typeof schema>;

export const ratingsConfig = defineConfig({
  name: 'ratings',
  schema: z.strictObject({ initial: z.int().min(100).max(3_000).default(1_200) }),
});
