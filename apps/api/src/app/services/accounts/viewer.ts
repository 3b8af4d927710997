import type { Role } from '@flash/shared-types';

/** Whoever a session proves. `role` is null for buyers. A session never proves an e-mail. */
export interface Viewer {
  userId: string;
  sessionId: string;
  signedInAt: number;
  email: string;
  name: string;
  role: Role | null;
  twoFactorEnabled: boolean;
}
