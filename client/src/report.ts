/**
 * Tells whoever watches the page of a fault that must not stop us: one of the game's own listeners, or of ours once the
 * server has answered. What was stored or credited by then is so, whatever is thrown after it.
 */
export function report(fault: unknown): void {
  if (typeof reportError === 'function') reportError(fault);
  // biome-ignore lint/suspicious/noConsole: where there is no page, nothing else would ever show it.
  else console.error(fault);
}
