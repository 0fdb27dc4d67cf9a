import { type Check, counted, problemsOf } from '../check.ts';

/** Secret Manager's names, which are also those of the variables that a function finds them in. */
const NAME = /^[A-Z][A-Z0-9_]{0,254}$/;

export const secrets: Check = {
  name: 'secrets',
  judge: ({ endpoints, params, dotenvs, manual }) => {
    const bindings = endpoints.flatMap(({ id, secretEnvironmentVariables = [] }) =>
      secretEnvironmentVariables.map(({ key, secret = key }) => ({ id, name: secret })),
    );
    const bound = [...new Set(bindings.map(({ name }) => name))].sort();
    const declared = params.filter(({ type }) => type === 'secret').map(({ name }) => name);
    const inFiles = dotenvs.flatMap(({ file, values }) =>
      [...new Set([...bound, ...declared])].filter((name) => name in values).map((name) => `${file} has ${name}`),
    );
    return {
      fine: `${bound.join(', ') || 'none'}: declared, documented and in no file that is uploaded`,
      problems: [
        ...problemsOf(
          bound.filter((name) => !NAME.test(name)).map((name) => `${name} is no name of a secret`),
          'Capital letters, digits and underscores.',
        ),
        ...problemsOf(
          bindings
            .filter(({ name }) => !declared.includes(name))
            .map(({ id, name }) => `${id} is bound to ${name}, which nobody declares`),
          'Declare it with defineSecret in functions/src/platform/runtime/params.ts.',
        ),
        ...problemsOf(
          declared
            .filter((name) => !bound.includes(name))
            .map((name) => `${name} is declared, and no function is bound to it`),
          'Bind it to the functions that need it, or drop it: the deployment asks for its value all the same.',
        ),
        ...problemsOf(
          [...new Set([...bound, ...declared])]
            .filter((name) => !manual.includes(`\`${name}\``))
            .map((name) => `${name} is not documented`),
          'Say in docs/operations.md what it is, how it is made and how it is rotated.',
        ),
        ...problemsOf(
          inFiles,
          'Take it out: the file is uploaded with the code, and Cloud Run refuses a variable that is a secret as well.',
        ),
      ],
      notes:
        bound.length === 0
          ? []
          : [`${counted(bound.length, 'secret')} must be in Secret Manager before the deployment: ${bound.join(', ')}`],
    };
  },
};
