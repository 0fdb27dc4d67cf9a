import {
  readAllowedAddresses,
  UnreadableAddresses,
} from '../../../functions/src/platform/transport/allowedAddresses.ts';
import { type Check, problemsOf } from '../check.ts';

/** The settings that shut the staff door where they cannot be read (decision 14). The keys are a secret, and not seen here. */
export const staffDoor: Check = {
  name: 'staff door',
  judge: ({ settings }) => {
    const { STAFF_ALLOWED_ADDRESSES: list = '' } = settings;
    return {
      fine: list.trim() !== '' ? `open to ${list.trim()} alone` : 'open to every address',
      problems: problemsOf(
        unreadable(list),
        'Mend STAFF_ALLOWED_ADDRESSES, or leave it empty; the door stays shut for everybody while it cannot be read.',
      ),
    };
  },
};

function unreadable(list: string): string[] {
  try {
    readAllowedAddresses(list);
    return [];
  } catch (error) {
    if (error instanceof UnreadableAddresses) return [`STAFF_ALLOWED_ADDRESSES: ${error.message}`];
    throw error;
  }
}
