import { defineDomain } from '../platform/manifest/domain.ts';
import { collections, queries } from './data.ts';

export const ops = defineDomain({
  name: 'ops',
  schedules: [
    {
      name: 'exportBackup',
      schedule: 'every 60 minutes',
      load: async () => {
        const { exportBackup } = await import('./exportBackup.ts');
        return (nowMs) => exportBackup(nowMs);
      },
    },
  ],
  collections,
  queries,
  functions: () => import('./functions.ts'),
});
