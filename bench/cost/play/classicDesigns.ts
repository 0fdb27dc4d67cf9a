/** The classic designs, by the name under which each is metered. */
export const classicDesigns = {
  write: 'one write per action',
  transaction: 'one transaction per action',
} as const;

export type ClassicName = (typeof classicDesigns)[keyof typeof classicDesigns];
