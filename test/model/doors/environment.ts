/**
 * Stands for the environment of the process: an instance has what its world says and nothing else, so that no setting of
 * the shell, the suite or the CI reaches a world. `TZ` takes effect at once.
 */
export function putEnvironment(values: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(process.env)) if (!(name in values)) delete process.env[name];
  Object.assign(process.env, values);
}
