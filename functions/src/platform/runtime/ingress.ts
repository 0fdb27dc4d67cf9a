/**
 * From where HTTPS functions can be reached (`INGRESS`): from everywhere, or through Google's load balancers and from the
 * project itself alone. Only what stands behind a load balancer may believe the hops that proxies of our own add, since
 * whoever calls a function by its own URL could write them.
 */
export const BEHIND_LOAD_BALANCER = 'ALLOW_INTERNAL_AND_GCLB';
export const INGRESS = ['ALLOW_ALL', BEHIND_LOAD_BALANCER] as const;
type Ingress = (typeof INGRESS)[number];

/**
 * The option of a function. The command line reads it when it loads the functions, and does not give them their settings
 * then (nor takes it as a parameter), so it is read where they stand: `.env` and `.env.<project>`, beside the code.
 */
export function ingressSettings(
  environment: NodeJS.ProcessEnv = process.env,
  folder = process.cwd(),
): { readonly ingressSettings?: Ingress } {
  const isDiscovery = environment.FUNCTIONS_CONTROL_API === 'true';
  const text = environment.INGRESS ?? (isDiscovery ? settingOf(folder, environment.GCLOUD_PROJECT) : undefined);
  const found = INGRESS.find((one) => one === text);
  return found === undefined || found === 'ALLOW_ALL' ? {} : { ingressSettings: found };
}

function settingOf(folder: string, project: string | undefined): string | undefined {
  const [common, own] = ['.env', `.env.${project}`].map((name) => readSettings(`${folder}/${name}`).INGRESS);
  return own ?? common;
}

/** Files are read for nobody but the command line, so an instance does not even load what reads them. */
function readSettings(file: string): NodeJS.Dict<string> {
  const [{ readFileSync }, { parseEnv }] = [process.getBuiltinModule('node:fs'), process.getBuiltinModule('node:util')];
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
