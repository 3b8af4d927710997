import type { SessionItem } from '@flash/shared-types';
import { iso } from '../sale-view.ts';
import type { Viewer } from '../viewer.ts';
import type { Auth } from './create-auth.ts';

type Whose = Pick<Viewer, 'userId' | 'sessionId'>;

/** Past the library's own routes: those name a session by its token, which no page should ever see. */
export function createOwnSessions(auth: Auth) {
  async function active({ userId }: Whose) {
    const { internalAdapter } = await auth.$context;
    return internalAdapter.listSessions(userId, { onlyActiveSessions: true });
  }

  return {
    async list(viewer: Whose): Promise<SessionItem[]> {
      const found = await active(viewer);
      return found
        .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
        .map((session) => ({
          id: session.id,
          current: session.id === viewer.sessionId,
          createdAt: iso(session.createdAt.getTime()),
          updatedAt: iso(session.updatedAt.getTime()),
          expiresAt: iso(session.expiresAt.getTime()),
          ipAddress: session.ipAddress || null,
          userAgent: session.userAgent || null,
        }));
    },
    /** False when it has ended before or is somebody else's. */
    async end(viewer: Whose, id: string): Promise<boolean> {
      const session = (await active(viewer)).find((one) => one.id === id);
      if (!session) return false;
      const { internalAdapter } = await auth.$context;
      await internalAdapter.deleteSession(session.token);
      return true;
    },
  };
}
