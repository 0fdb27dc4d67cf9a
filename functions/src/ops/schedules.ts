import { schedule } from '../platform/transport/schedule.ts';
import { exportBackup as backup } from './exportBackup.ts';

export const exportBackup = schedule({ name: 'exportBackup', schedule: 'every 60 minutes' }, backup);
