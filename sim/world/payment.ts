import { choosePayment, type SandboxStore } from '@flash/payment';
import { WEBHOOK_SECRET } from './provider.ts';
import type { Db, World } from './world.ts';

/** A provider with one server, to which each call is a step. */
export function createPayment(
  { scheduler, payments, planted, provider }: World,
  { preparedPayments }: Pick<Db, 'preparedPayments'>,
) {
  const nameOf = (key: { saleId: string; attempt: number }) => `${key.saleId}:${key.attempt}`;
  const ask = <T>(work: () => T) =>
    scheduler.ask({
      name: 'payment',
      wire: 'provider',
      work,
      failure: () => new Error('the provider did not answer'),
    });
  const store: SandboxStore = {
    putIfAbsent: (record) =>
      ask(() => {
        const there = payments.get(nameOf(record)) ?? record;
        payments.set(nameOf(record), there);
        return there;
      }),
    move: (key, from, to) =>
      ask(() => {
        const there = payments.get(nameOf(key));
        if (!there || !from.includes(there.state)) {
          return there ?? null;
        }
        const moved = { ...there, state: to };
        payments.set(nameOf(key), moved);
        return moved;
      }),
    authorised: (saleId) =>
      ask(() =>
        [...payments.values()].filter(
          (record) => record.saleId === saleId && record.state === 'authorised',
        ),
      ),
    async *ofSale(saleId) {
      yield* await ask(() => [...payments.values()].filter((record) => record.saleId === saleId));
    },
    find: (key) => ask(() => payments.get(nameOf(key)) ?? null),
  };
  const payment = choosePayment({
    stripe: provider && {
      secretKey: provider.fake.secretKey,
      publishableKey: provider.fake.publishableKey,
      webhookSecrets: [WEBHOOK_SECRET],
      apiBase: null,
      scriptBase: null,
      httpClient: provider.httpClient,
    },
    sandbox: store,
    prepared: preparedPayments,
  });
  return planted.payment?.(payment, { preparedPayments }) ?? payment;
}
