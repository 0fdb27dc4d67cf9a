import { type Check, counted, problemsOf } from '../check.ts';
import { requiredAccess, unknownClients } from '../requiredAccess.ts';

export const access: Check = {
  name: 'roles',
  judge: (rehearsal) => {
    const needed = requiredAccess(rehearsal);
    const byHand = needed.filter(({ boundBy }) => boundBy === 'you');
    return {
      fine: `${counted(needed.length, 'role')} needed, ${byHand.length} of them bound by hand; the commands are below`,
      problems: problemsOf(
        unknownClients(rehearsal.sources).map(
          (module) => `the code uses ${module}, and nobody says what right that needs`,
        ),
        'Give it a row in scripts/deployCheck/requiredAccess.ts.',
      ),
    };
  },
};
