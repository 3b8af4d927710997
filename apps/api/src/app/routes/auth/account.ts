import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { bridge } from './bridge.ts';

/** What people do to their own account besides signing in; everything else stays closed. */
const paths = [
  '/change-password',
  '/revoke-other-sessions',
  '/two-factor/enable',
  '/two-factor/disable',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  '/two-factor/generate-backup-codes',
] as const;

const short = z.string().min(1).max(128);
const body = z
  .object({
    password: short,
    currentPassword: short,
    newPassword: z.string().min(6).max(128),
    code: short,
    trustDevice: z.boolean(),
  })
  .partial();

export function accountRoutes(app: FastifyInstance): void {
  const { identity } = app.deps;

  for (const path of paths) {
    app.post<{ Body: z.output<typeof body> }>(
      `/api/auth${path}`,
      { schema: { body } },
      async (request, reply) => {
        const viewer = await request.viewer();
        await app.limits.signIn(request, viewer?.email ?? request.headers.cookie ?? '');
        if (path === '/two-factor/disable' && viewer?.role === 'owner') {
          throw new AppError('FORBIDDEN', { detail: 'Owners keep their second factor.' });
        }
        const answer = await bridge(request, reply, path, {
          ...request.body,
          // Whoever changes a password may do so because somebody else knew it.
          ...(path === '/change-password' && { revokeOtherSessions: true }),
        });
        if (viewer) await identity.forget(viewer.userId);
        return answer.body;
      },
    );
  }

  app.get('/api/auth/list-sessions', async (request, reply) => {
    const answer = await bridge(request, reply, '/list-sessions');
    const sessions = Object.values(answer.body ?? {}) as { token?: string }[];
    return sessions.map(({ token: _, ...session }) => session);
  });
}
