import assert from 'node:assert/strict';
import { bundleClient, gzipBytes } from '../../../client/bundle.ts';

/** The aim is 12 kB (12,288 bytes); the rest is room for the names and codes of new domains. */
const LIMIT_BYTES = 12_800;

describe('the bundle', () => {
  it('stays at about 12 kB gzipped without Firebase, and brings neither zod nor texts for engineers', async () => {
    const code = await bundleClient();
    const size = gzipBytes(code);
    console.log(`    client bundle: ${code.length} bytes minified, ${size} gzipped`);
    assert.ok(size < LIMIT_BYTES, `${size} bytes`);
    const text = new TextDecoder().decode(code);
    assert.ok(!text.includes('ZodError') && !text.includes('toJSONSchema'), 'no zod');
    assert.ok(!text.includes('serverTime` of any answer'), 'no remedies');
  });
});
