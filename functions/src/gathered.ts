import * as declared from './domains.ts';
import { consistent } from './platform/manifest/consistency.ts';

/** All domains, in the order of their names. */
export const domains = consistent(Object.values(declared));

/** Each as it is declared, for what is typed by all of them. */
export type Declared = (typeof domains)[number];
