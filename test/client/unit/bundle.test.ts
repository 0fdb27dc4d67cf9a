import assert from 'node:assert/strict';
import { bundleClient, gzipBytes } from '../../../client/bundle.ts';

/**
 * The aim is 16 kB (16,384 bytes). What it was before, 12.5, became 11.3 when a dozen lines took the place of IndexedDB's
 * wrapper; the rest is what keeps a queue going whatever happens around it, each of which had lost events somewhere: signing in
 * and out, faults of listeners, tokens that ran out, clocks that jump, storage that closes, batches that are refused as a
 * whole; and guests whose place an older account takes.
 */
const LIMIT_BYTES = 16_384;
/** The other entries, for who uses them; the hooks carry what they need of the helpers. */
const BESIDE = { 'play/index.ts': 4_608, 'react/index.ts': 4_608 };

describe('the bundle', () => {
  it('stays within 16 kB gzipped without Firebase, and brings neither zod nor texts for engineers', async () => {
    const code = await bundleClient();
    const size = gzipBytes(code);
    console.log(`    client bundle: ${code.length} bytes minified, ${size} gzipped`);
    assert.ok(size < LIMIT_BYTES, `${size} bytes`);
    const text = new TextDecoder().decode(code);
    assert.ok(!text.includes('ZodError') && !text.includes('toJSONSchema'), 'no zod');
    assert.ok(!text.includes('serverTime` of any answer'), 'no remedies');
  });

  for (const [entry, limitBytes] of Object.entries(BESIDE)) {
    it(`adds no more than ${limitBytes} bytes for ${entry}`, async () => {
      const code = await bundleClient(entry);
      const size = gzipBytes(code);
      console.log(`    ${entry}: ${size} bytes gzipped`);
      assert.ok(size < limitBytes, `${size} bytes`);
      assert.ok(!new TextDecoder().decode(code).includes('ZodError'), 'no zod');
    });
  }
});
