import { createPlaces } from '@flash/reservation';
import {
  type Endpoint,
  endpoints,
  type MemberGroup,
  type Paging,
  pageOf,
} from '@flash/shared-types';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { memberOf } from '../../plugins/session.ts';
import { createAccounts } from '../../services/accounts/directory.ts';
import { eventFrame } from '../../services/base/event-stream.ts';
import { createParts, type QueueContext, saleOf } from '../../services/console/context.ts';
import { createJoinTimes } from '../../services/console/join-times.ts';
import { findInLine, holdersOf, membersOf } from '../../services/console/members.ts';
import { auditOf } from '../../services/console/queue-audit.ts';
import { createWatches, type Watches } from '../../services/console/watch/watch.ts';
import { rawRoute, route } from '../route.ts';
import { whileAllowed } from '../while-allowed.ts';

const NETWORKS_MAX = 20;
const UNREAD_BYTES_MAX = 64 * 1024;

/** The line as the team sees it, each view under two paths: of one sale, and of the current one. */
export function queueRoutes(app: FastifyInstance): void {
  const { db, engine, redis, clock, log } = app.deps;
  const context: QueueContext = {
    ...{ db, engine, redis, clock, log },
    accounts: createAccounts(db.db),
    places: createPlaces(redis),
    joinTimes: createJoinTimes({ db, engine }),
    parts: createParts({ db, redis, clock, log }),
  };
  const watches = createWatches(context, (event) => eventFrame({ name: event.kind, data: event }));
  app.addHook('onClose', async () => watches.stop());
  const overview = async (id?: string) => watches.current(await saleOf(context, id));
  const audit = async (id?: string) => auditOf(context, await saleOf(context, id));
  const members = async (
    id: string | undefined,
    query: Paging & { cursor?: string; from?: number; state?: MemberGroup },
  ) => {
    const { page, limit } = pageOf(query);
    const read = query.state === 'held' ? holdersOf : membersOf;
    const found = await read(context, await saleOf(context, id), {
      cursor: query.cursor,
      from: query.from,
      page,
      limit,
    });
    return { ...found, page, limit, pageSize: limit };
  };

  route(app, endpoints.queueOverview, ({ query }) => overview(query.flashSaleId));
  route(app, endpoints.queueOverviewOf, ({ params }) => overview(params.flashSaleId));
  route(app, endpoints.queueAudit, ({ query }) => audit(query.flashSaleId));
  route(app, endpoints.queueAuditOf, ({ params }) => audit(params.flashSaleId));
  route(app, endpoints.queueMembers, ({ query }) => members(query.flashSaleId, query));
  route(app, endpoints.queueMembersOf, ({ params, query }) => members(params.flashSaleId, query));
  route(app, endpoints.queueNetworks, async ({ params }) => {
    const sale = await saleOf(context, params.flashSaleId);
    return { items: await context.places.largest(sale.id, NETWORKS_MAX) };
  });
  route(app, endpoints.findInQueue, async ({ params, query }) => ({
    items: await findInLine(context, await saleOf(context, params.flashSaleId), query.q),
  }));
  queueStreamRoutes(app, context, watches);
}

/** The live feed of one line, for the team's console. */
function queueStreamRoutes(app: FastifyInstance, context: QueueContext, watches: Watches): void {
  const { identity } = app.deps;

  async function stream(
    request: FastifyRequest,
    reply: FastifyReply,
    endpoint: Endpoint,
    id?: string,
  ): Promise<void> {
    const sale = await saleOf(context, id);
    const { userId } = memberOf(request);
    const release = app.limits.openStream(request, userId);
    let stop = () => {};
    let unwatch = () => {};
    const events = app.eventStreams.open(request, reply, {
      kind: 'team',
      unreadBytesMax: UNREAD_BYTES_MAX,
      onClose: () => {
        stop();
        unwatch();
        release();
      },
    });
    unwatch = whileAllowed({
      identity,
      userId,
      check: () => app.requireAccess(endpoint)(request),
      end: () => events.end(),
    });
    stop = watches.open(sale, (frame) => void events.write(frame));
  }

  rawRoute(app, endpoints.queueStream, {}, ({ query, request, reply }) =>
    stream(request, reply, endpoints.queueStream, query.flashSaleId),
  );
  rawRoute(app, endpoints.queueStreamOf, {}, ({ params, request, reply }) =>
    stream(request, reply, endpoints.queueStreamOf, params.flashSaleId),
  );
}
