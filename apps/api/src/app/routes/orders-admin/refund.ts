import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import { adminOrderOf } from '../../services/order-view.ts';
import { actorOf } from '../actor.ts';
import { onceOf, routeOf } from '../endpoint-route.ts';

/** Remembers only the order's id: the answer holds an address, so it is read again. */
export function refundRoute(app: FastifyInstance): void {
  const { refund, db } = app.deps;
  const endpoint = endpoints.refundOrder;

  app.route<{ Params: { orderId: string }; Body: { returnUnit: boolean; reason: string } }>({
    ...routeOf(app, endpoint),
    handler: async (request, reply) => {
      reply.header('cache-control', 'private, no-store');
      const { orderId } = request.params;
      const { returnUnit } = request.body;
      await app.once(onceOf(request, endpoint), async () => {
        await refund(actorOf(request), orderId, request.body);
        return { orderId };
      });
      const order = await db.orders.byId(orderId);
      if (!order) throw new AppError('ORDER_NOT_FOUND');
      return { ok: true as const, order: adminOrderOf(order), returnsUnit: returnUnit };
    },
  });
}
