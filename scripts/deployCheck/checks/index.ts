import type { Check } from '../check.ts';
import { access } from './access.ts';
import { discovery } from './discovery.ts';
import { indexes } from './indexes.ts';
import { loading } from './loading.ts';
import { lockfile } from './lockfile.ts';
import { names } from './names.ts';
import { parameters } from './parameters.ts';
import { proxies } from './proxies.ts';
import { quantity } from './quantity.ts';
import { resources } from './resources.ts';
import { rules } from './rules.ts';
import { runtime } from './runtime.ts';
import { schedules } from './schedules.ts';
import { secrets } from './secrets.ts';
import { services } from './services.ts';
import { staffDoor } from './staffDoor.ts';
import { timeouts } from './timeouts.ts';
import { topics } from './topics.ts';
import { upload } from './upload.ts';
import { warmInstances } from './warmInstances.ts';

/** Every check, in the order in which a deployment would meet what they look at. */
export const CHECKS: readonly Check[] = [
  runtime,
  lockfile,
  upload,
  discovery,
  loading,
  parameters,
  secrets,
  proxies,
  staffDoor,
  names,
  timeouts,
  schedules,
  topics,
  resources,
  quantity,
  warmInstances,
  indexes,
  rules,
  services,
  access,
];
