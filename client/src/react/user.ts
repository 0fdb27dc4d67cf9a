import { getAuth, onAuthStateChanged, type User } from 'firebase/auth';
import { useEffect, useState } from 'react';
import { useMaybeGame } from './provider.ts';

/** Who is signed in: undefined until that is known, null where nobody is. */
export function useUser(): User | null | undefined {
  const game = useMaybeGame();
  const [user, setUser] = useState<User | null>();
  useEffect(() => (game === null ? undefined : onAuthStateChanged(getAuth(game.app), setUser)), [game]);
  return user;
}
