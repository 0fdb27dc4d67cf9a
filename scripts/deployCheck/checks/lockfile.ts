import { type Check, counted, problemsOf } from '../check.ts';
import type { LockedPackage, Packages, Source } from '../rehearsal.ts';
import { importedModules, packageOf } from '../sources.ts';

/** Cloud Build installs by `npm ci --omit=dev`, from the lockfile alone, and stops where that is not what package.json says. */
export const lockfile: Check = {
  name: 'packages',
  judge: ({ packages, sources }) => {
    const locked = Object.entries(packages.lock.packages).filter(([path]) => path !== '');
    const scripts = ['preinstall', 'install', 'postinstall', 'prepare', 'build', 'gcp-build'].filter(
      (name) => name in (packages.manifest.scripts ?? {}),
    );
    return {
      fine: `${counted(locked.length, 'package')} in the lockfile, as package.json asks, all from the registry`,
      problems: [
        ...problemsOf(differences(packages), 'Run npm --prefix functions install, and commit the lockfile.'),
        ...problemsOf(
          packages.refusal === undefined ? [] : [`npm ci stops: ${packages.refusal}`],
          'Run npm --prefix functions install, and commit the lockfile.',
        ),
        ...problemsOf(
          [...asked(packages.manifest), ...locked.flatMap(([path, one]) => elsewhere(path, one))],
          'Take it from the registry: Cloud Build reaches nothing else, and a lockfile proves nothing of it.',
        ),
        ...problemsOf(
          undeclared(packages, sources),
          'Add it to dependencies in functions/package.json; nothing else is installed there.',
        ),
        ...problemsOf(
          scripts.map((name) => `functions/package.json has the script "${name}", which Cloud Build runs`),
          'Build before the deployment (predeploy): the cloud has functions/ and nothing else of the repository.',
        ),
      ],
    };
  },
};

/** The lockfile remembers what package.json asked for when it was written. */
function differences({ manifest, lock }: Packages): string[] {
  const root = lock.packages[''] ?? {};
  return (['dependencies', 'devDependencies'] as const).flatMap((list) => {
    const [wanted, known] = [manifest[list] ?? {}, root[list] ?? {}];
    const all = new Set([...Object.keys(wanted), ...Object.keys(known)]);
    const differing = [...all].filter((name) => wanted[name] !== known[name]);
    const missing = Object.keys(wanted).filter((name) => lock.packages[`node_modules/${name}`] === undefined);
    return [
      ...differing.map(
        (name) => `${name} is ${wanted[name] ?? 'gone'} in package.json and ${known[name] ?? 'new'} in its lockfile`,
      ),
      ...missing.map((name) => `${name} is in package.json, and its lockfile has no version of it`),
    ];
  });
}

/** Ranges and tags come from the registry; everything with a colon or a slash comes from elsewhere. */
function asked({ dependencies = {}, devDependencies = {} }: Packages['manifest']): string[] {
  return Object.entries({ ...dependencies, ...devDependencies }).flatMap(([name, wanted]) =>
    /^(?!npm:)[^\s]*[:/]/.test(wanted) ? [`${name} is asked for as ${wanted}`] : [],
  );
}

/** What a registry gave has a checksum; what is linked, from a folder or from git has none. */
function elsewhere(path: string, { link = false, resolved = 'https:', integrity }: LockedPackage): string[] {
  const isFromRegistry = !link && integrity !== undefined && resolved.startsWith('https:');
  return isFromRegistry ? [] : [`${path} does not come from a registry`];
}

function undeclared({ manifest }: Packages, sources: readonly Source[]): string[] {
  const used = [...importedModules(sources)].filter((module) => !module.startsWith('node:')).map(packageOf);
  return [...new Set(used)]
    .filter((name) => !(name in (manifest.dependencies ?? {})))
    .map((name) => `${name} is imported`);
}
