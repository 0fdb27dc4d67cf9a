import { type Check, counted, problemsOf } from '../check.ts';
import { syntaxProblems } from '../rulesSyntax.ts';

/** A ruleset's size (firebase.google.com/docs/rules/manage-deploy). */
const MAX_BYTES = 256 * 1024;

/** The form only: what the rules allow is tested against Firestore's emulator, which compiles them (test/security). */
export const rules: Check = {
  name: 'rules',
  judge: ({ rules: file }) => {
    const bytes = Buffer.byteLength(file.text);
    const paths = [...file.text.matchAll(/^\s*match\s/gm)].length;
    return {
      fine: `${counted(paths, 'path')}, ${bytes} bytes, no word that the language does not have`,
      problems: [
        ...problemsOf(syntaxProblems(file), 'Mend what makes firestore.rules; npm test compiles it in the emulator.'),
        ...(bytes > MAX_BYTES ? problemsOf([`firestore.rules has ${bytes} bytes`], `It may have ${MAX_BYTES}.`) : []),
      ],
    };
  },
};
