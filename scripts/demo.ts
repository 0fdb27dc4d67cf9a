/** `npm run demo`: a player's first day, told step by step; exits non-zero when a step is not what it should be. */
import { runStory } from './demo/story.ts';
import { inSuite } from './suite/inSuite.ts';

process.exit(await inSuite(import.meta.filename, runStory));
