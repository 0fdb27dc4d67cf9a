import { type Check, counted, problemsOf } from '../check.ts';
import { requiredServices, unknownHosts } from '../requiredServices.ts';

export const services: Check = {
  name: 'APIs',
  judge: (rehearsal) => ({
    fine: `${counted(requiredServices(rehearsal).length, 'API')} have to be enabled; the command is below`,
    problems: problemsOf(
      unknownHosts(rehearsal.sources).map((host) => `the code asks ${host}, and nobody says which API that is`),
      'Give it a row in scripts/deployCheck/requiredServices.ts, and what it needs one in requiredAccess.ts.',
    ),
  }),
};
