/** Faults of the list that no round plays, and why. They are never counted. */
export const elsewhere: readonly { id: string; why: string }[] = [
  {
    id: 'F11, rollback',
    why: 'needs a set of three members; rounds have one, which can step down but loses nothing.',
  },
  {
    id: 'F21',
    why: 'is a check at the start of a process (`libs/shared-config/src/redis/redis.int.test.ts`).',
  },
  {
    id: 'F37',
    why: 'needs a checkout of an older version and its packages: `npm run verify -- side-by-side`.',
  },
];
