import * as declared from './domains.ts';

/** All domains, in the order of their names. */
export const domains = Object.values(declared);

/** Each as it is declared, for what is typed by all of them. */
export type Declared = (typeof domains)[number];
