import { createPlaces } from '@flash/reservation';
import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { actorOf } from '../plugins/session.ts';
import { createJoinTimes } from '../services/console/join-times.ts';
import type { PrivacyContext } from '../services/team/person.ts';
import { exportPerson, forgetPerson } from '../services/team/privacy.ts';
import { route } from './route.ts';

/** Exports and erases what is stored about one person. */
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
}
