import type { SessionItem } from '@flash/shared-types';
import { iso } from '../shared/wire.ts';
import type { Auth } from './auth.ts';
import type { Viewer } from './viewer.ts';

type Session = Auth['$Infer']['Session']['session'];
type Whose = Pick<Viewer, 'userId' | 'sessionId'>;

/** As many as anybody would look through; more can be ended all at once. */
const SHOWN_MAX = 100;

/**
 * Past the library's own routes: those name a session by its token, which no page should ever see, and
 * end no more than a hundred.
 */
export function createOwnSessions(auth: Auth) {
  const adapterOf = async () => (await auth.$context).adapter;
  const ofUser = ({ userId }: Pick<Viewer, 'userId'>) => ({ field: 'userId', value: userId });

  return {
    /** The newest first. */
    async list(viewer: Whose): Promise<SessionItem[]> {
      const found = await (await adapterOf()).findMany<Session>({
        model: 'session',
        where: [ofUser(viewer), { field: 'expiresAt', operator: 'gt', value: new Date() }],
        sortBy: { field: 'createdAt', direction: 'desc' },
        limit: SHOWN_MAX,
      });
      return found.map((session) => ({
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
      const where = [ofUser(viewer), { field: 'id', value: id }];
      return (await (await adapterOf()).deleteMany({ model: 'session', where })) > 0;
    },
    /** One of which only the token is known. */
    async endOf(userId: string, token: string): Promise<void> {
      const where = [ofUser({ userId }), { field: 'token', value: token }];
      await (await adapterOf()).deleteMany({ model: 'session', where });
    },
    /** Every one, however many there are, but this. */
    async endOthers(userId: string, kept: { id: string } | { token: string }): Promise<void> {
      const [[field, value]] = Object.entries(kept) as [[string, string]];
      const where = [ofUser({ userId }), { field, value, operator: 'ne' as const }];
      await (await adapterOf()).deleteMany({ model: 'session', where });
    },
  };
}
