import type { IRegularForbiddenRuleType } from 'dependency-cruiser';

/**
 * Which module may import which: imports go one way, `functions → use cases → store, rules → contract → kernel`, with
 * `platform` beneath stores and use cases. A name in `path` that is not in a rule's list of what is allowed is refused,
 * so a new kind of file has to be thought about here. `$1` is the folder of the importing file, which is its domain.
 */
const SRC = '^functions/src/';
const DOMAIN = `${SRC}(?!kernel/|platform/)([^/]+)/`;
const PURE_FILE = '(rules|[^/]*Rules|audit(?!Store)[^/]*)\\.ts$';
const STORE_FILE = '(store|[^/]*Store)\\.ts$';
const TRANSPORT_FILE = '(functions|staff)\\.ts$';

const KERNEL = `${SRC}kernel/`;
const PLATFORM = `${SRC}platform/`;
const CONTRACT = `${DOMAIN}contract\\.ts$`;
const CONFIG = `${DOMAIN}config\\.ts$`;
const MANIFEST = `${DOMAIN}domain\\.ts$`;
const PURE = `${DOMAIN}${PURE_FILE}`;
const STORE = `${DOMAIN}${STORE_FILE}`;
const TRANSPORT = `${DOMAIN}${TRANSPORT_FILE}`;

/** A package, whether it was resolved to its folder or (in the samples of the tests) only named. */
const npm = (...names: string[]) => `(^|node_modules/)(${names.join('|')})(/|$)`;
const ZOD = npm('zod');
const SDKS = npm('firebase-admin', 'firebase-functions', 'ioredis', '@google-cloud/[^/]+');

export const dependencyRules: readonly IRegularForbiddenRuleType[] = [
  forbidden(
    'no-circles',
    'Modules in a circle can only be understood, tested and loaded together.',
    {},
    { circular: true },
  ),
  forbidden('resolvable', 'An import has to lead somewhere.', {}, { couldNotResolve: true, path: '^\\.' }),
  forbidden('kernel-alone', 'The kernel is what everything stands on.', { path: KERNEL }, { pathNot: [KERNEL, ZOD] }),
  forbidden(
    'platform-knows-no-domain',
    'The platform carries any domain and knows none: they are handed to it.',
    { path: PLATFORM },
    { path: SRC, pathNot: [KERNEL, PLATFORM] },
  ),
  forbidden(
    'users-know-no-domain',
    'An account belongs to every domain, so each says for itself what it means there.',
    { path: `${SRC}users/` },
    { path: SRC, pathNot: [KERNEL, PLATFORM, `${SRC}users/`] },
  ),
  forbidden(
    'contract-is-shareable',
    'Clients import contracts and numbers, so they bring nothing but zod with them.',
    { path: [CONTRACT, CONFIG] },
    { pathNot: [ZOD, KERNEL, CONTRACT, CONFIG] },
  ),
  forbidden(
    'manifest-is-light',
    'Whoever reads a manifest loads no use case: code comes by `import()`.',
    { path: MANIFEST },
    {
      path: ['.'],
      pathNot: [KERNEL, CONTRACT, CONFIG, `${SRC}$1/data\\.ts$`, `${PLATFORM}manifest/domain\\.ts$`],
      dependencyTypesNot: ['dynamic-import'],
    },
  ),
  forbidden(
    'manifest-of-its-own',
    'A domain declares its own code, and whoever needs all domains is handed them.',
    { path: MANIFEST },
    { path: SRC, pathNot: [KERNEL, PLATFORM, CONTRACT, `${SRC}$1/`] },
  ),
  forbidden(
    'gathered-from-above',
    'Domains are gathered for the deployment, its scripts and tests; below, they are handed in.',
    { path: [DOMAIN, PLATFORM, KERNEL] },
    { path: `${SRC}(domains|gathered|contract|furnished|index)\\.ts$` },
  ),
  forbidden(
    'rules-are-pure',
    'Rules decide on values alone, so that they can be tested by the million without an emulator.',
    { path: PURE },
    { pathNot: [ZOD, KERNEL, CONTRACT, CONFIG, PURE] },
  ),
  forbidden(
    'store-is-its-own',
    'A store describes documents: it knows the platform, contracts and the pure files of its own domain.',
    { path: STORE },
    { pathNot: [ZOD, KERNEL, PLATFORM, CONTRACT, CONFIG, `${SRC}$1/${PURE_FILE}`, `${SRC}$1/${STORE_FILE}`] },
  ),
  forbidden(
    'no-foreign-store',
    'Domains meet in use cases and events, never in another domain’s documents.',
    { path: DOMAIN },
    { path: STORE, pathNot: `${SRC}$1/` },
  ),
  forbidden(
    'transport-only',
    'functions.ts and staff.ts say which trigger runs which use case, and nothing else.',
    { path: TRANSPORT },
    { path: ['.'], pathNot: [KERNEL, PLATFORM, `${SRC}$1/contract\\.ts$`, `${SRC}$1/(?!${PURE_FILE}|${STORE_FILE})`] },
  ),
  forbidden(
    'transport-is-last',
    'Only a manifest names what is deployed of its domain.',
    { path: SRC, pathNot: MANIFEST },
    { path: TRANSPORT },
  ),
  forbidden(
    'sdk-in-platform-only',
    'Behind the platform an SDK can be replaced, mapped and loaded late; its types leak as much as its code.',
    { path: SRC, pathNot: PLATFORM },
    { path: SDKS },
  ),
  forbidden(
    'npm-in-platform-only',
    'Of packages, domains know zod.',
    { path: SRC, pathNot: PLATFORM },
    { path: 'node_modules', pathNot: ZOD },
  ),
  forbidden(
    'deployable-alone',
    'functions/ is deployed without the rest of the repository.',
    { path: SRC },
    { path: '^(test|scripts|client|bench|web|node_modules)/' },
  ),
  forbidden(
    'client-knows-contracts',
    'The client is built on what a client may know and on the pure rules that it shares with the server.',
    { path: '^client/' },
    { path: SRC, pathNot: [CONTRACT, CONFIG, `${SRC}contract\\.ts$`, KERNEL, PURE] },
  ),
];

function forbidden(
  name: string,
  comment: string,
  from: IRegularForbiddenRuleType['from'],
  to: IRegularForbiddenRuleType['to'],
): IRegularForbiddenRuleType {
  return { name, comment, severity: 'error', from, to };
}
