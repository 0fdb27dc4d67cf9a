import { defineDomain } from '../platform/manifest/domain.ts';
import { listAudit, listStaff, setRole, staffErrors } from './contract.ts';
import { collections, queries } from './data.ts';

export const staff = defineDomain({
  name: 'staff',
  callables: { setRole, listStaff, listAudit },
  errors: [staffErrors],
  schedules: [
    {
      name: 'applyRoles',
      schedule: 'every 15 minutes',
      load: async () => {
        const { applyRoles } = await import('./applyRoles.ts');
        return () => applyRoles();
      },
    },
  ],
  collections,
  queries,
  staff: () => import('./staff.ts'),
});
