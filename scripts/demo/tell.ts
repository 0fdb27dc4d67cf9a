let steps = 0;

/** The next sentence of the story, numbered. */
export function tell(text: string): void {
  steps += 1;
  console.log(`\n${steps}. ${text}`);
}

/** What came of it. */
export function result(text: string): void {
  console.log(`   → ${text}`);
}
