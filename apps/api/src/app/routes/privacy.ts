import { createPlaces } from '@flash/reservation';
import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { actorOf } from '../plugins/session.ts';
import { createJoinTimes } from '../services/console/join-times.ts';
import type { PrivacyContext } from '../services/team/person.ts';
import {
  exportHolder,
  exportPerson,
  forgetHolder,
  forgetPerson,
} from '../services/team/privacy.ts';
import { bridge } from './auth/bridge.ts';
import { dropAccountTickets } from './orders/identify.ts';
import { accountRoute, route } from './route.ts';

/** Exports and erases what is stored about one person: by the team, or by the holder of an account. */
export function privacyRoutes(app: FastifyInstance): void {
  const { db, engine, redis, clock, identity, writeAudit, env } = app.deps;
  const context: PrivacyContext = {
    ...{ db, engine, clock, identity, writeAudit },
    joinTimes: createJoinTimes({ db, engine }),
    places: createPlaces(redis),
    secret: env.jwtSecret,
  };

  route(app, endpoints.privacyExport, ({ body, request }) =>
    exportPerson(context, actorOf(request), body),
  );
  route(app, endpoints.privacyForget, ({ body, request }) =>
    forgetPerson(context, actorOf(request), body),
  );
  ownAccountRoutes(app, context);
}

/** What people may ask for and erase by themselves. */
function ownAccountRoutes(app: FastifyInstance, context: PrivacyContext): void {
  const { guard, ownPassword } = app.deps;

  accountRoute(app, endpoints.exportAccount, async ({ viewer, request, reply }) => {
    await app.limits.signIn(request, viewer.email);
    reply.header('cache-control', 'private, no-store');
    return exportHolder(context, viewer);
  });

  accountRoute(app, endpoints.deleteAccount, async ({ body, viewer, request, reply }) => {
    await app.limits.signIn(request, viewer.email);
    await guard.settle(await guard.beginInSession(viewer.email), () =>
      ownPassword.verify(viewer.userId, body.password),
    );
    const forgotten = await forgetHolder(context, viewer);
    await bridge(request, reply, '/sign-out', {});
    dropAccountTickets(request, reply, app.deps);
    return forgotten;
  });
}
