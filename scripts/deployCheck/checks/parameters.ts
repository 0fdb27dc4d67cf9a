import { type Check, counted, problemsOf } from '../check.ts';

export const parameters: Check = {
  name: 'parameters',
  judge: ({ params, settings, dotenvs }) => {
    const asked = params.filter(({ type }) => type !== 'secret');
    const wrong = asked.filter(({ name, type }) => type === 'int' && !/^-?\d+$/.test(settings[name] ?? '0'));
    return {
      fine: `${counted(asked.length, 'parameter')} set in functions/.env: ${asked.map(({ name }) => name).join(', ')}`,
      problems: [
        ...problemsOf(
          dotenvs.flatMap(({ file, refusal }) => (refusal === undefined ? [] : [`${file}: ${refusal}`])),
          'The Firebase CLI takes names in capitals, none that the platform has for itself, and values in quotes where they need them.',
        ),
        // The CLI asks for these at a terminal, default or not, and stops where there is none.
        ...problemsOf(
          asked.filter(({ name }) => !(name in settings)).map(({ name }) => `${name} is set in no file`),
          'Set it in functions/.env, with its default; a deployment without a terminal cannot be asked.',
        ),
        ...problemsOf(
          wrong.map(({ name }) => `${name} is "${settings[name]}", and has to be a whole number`),
          'Mend it in functions/.env, or in the file of the project.',
        ),
      ],
    };
  },
};
