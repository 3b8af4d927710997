import type { PurchaseState } from '@flash/shared-types';
import { places } from '@flash/testing';
import { describe, expect, test } from 'vitest';
import type { Answer, Refusal } from '../api/http.ts';
import type { ShopApi } from '../api/shop-api.ts';
import { createServerClock } from '../server-clock.ts';
import { createMemory, keptAddress } from '../storage.ts';
import { createController } from './controller.ts';
import { nextPollDelayMs } from './poll-delay.ts';
import { retryWhileUnclear } from './retry.ts';

const { held, line, sale, waiting } = places;

const offline: Answer<never> = { ok: false, refusal: { code: 'OFFLINE', status: 0 } as Refusal };
const ok = (value: unknown) => ({ ok: true, value, status: 200, startedAt: performance.now() });

/** Answers each call from its script; the last answer is repeated. */
function shopOf(scripts: Record<string, unknown[]>) {
  const calls: { name: string; call?: { key?: string } }[] = [];
  const answer = (name: string) => async (call?: { key?: string }) => {
    calls.push({ name, call });
    const script = scripts[name] ?? [offline];
    return script.length > 1 ? script.shift() : script[0];
  };
  const routes = ['time', 'publicSale', 'line', 'position', 'buy', 'confirm', 'extend', 'leave'];
  const names = [...routes, 'openByCode', 'preparePayment', 'getSession'];
  const shop = Object.fromEntries(names.map((name) => [name, answer(name)]));
  return { calls, shop: { base: 'http://api.test', ...shop } as unknown as ShopApi };
}

function memory() {
  const map = new Map<string, string>();
  const storage = {
    getItem: (name: string) => map.get(name) ?? null,
    setItem: (name: string, value: string) => void map.set(name, value),
    removeItem: (name: string) => void map.delete(name),
  };
  return createMemory(() => storage as unknown as Storage);
}

interface Told {
  isPlaceExpected?: boolean;
  wait?: (ms: number) => Promise<void>;
}

function controllerOf(
  scripts: Record<string, unknown[]>,
  { isPlaceExpected = false, wait = async () => {} }: Told = {},
) {
  const { calls, shop } = shopOf(scripts);
  const base = { publicSale: [ok({ item: sale(), meta: { serverNow: '' } })], line: [ok(line())] };
  Object.assign(scripts, { ...base, ...scripts });
  const kept = memory();
  const clock = createServerClock();
  const controller = createController({
    shop,
    saleId: 's1',
    kept,
    tab: memory(),
    clock,
    isPlaceExpected,
    wait,
  });
  const keysOf = (name: string) =>
    calls.filter((call) => call.name === name).map(({ call }) => call?.key);
  return { controller, clock, keysOf, kept, calls };
}

const place = (value: PurchaseState) => ok(value);

test('a page learns what the sale needs to be told when a payment is refused for the lack of it', async () => {
  const refused = {
    ok: false,
    refusal: { code: 'VALIDATION_FAILED', status: 400, errors: [{ path: 'contact.address' }] },
  };
  const { controller } = controllerOf({
    publicSale: [
      ok({ item: sale(), meta: { serverNow: '' } }),
      ok({ item: sale({ needsDeliveryAddress: true }), meta: { serverNow: '' } }),
    ],
    position: [ok(held())],
    confirm: [refused],
  });
  controller.start();
  await expect.poll(() => controller.store.get().line).not.toBeNull();
  await controller.confirm({ contact: { name: 'Ada' } });
  controller.stop();
  expect(controller.store.get()).toMatchObject({
    sale: { needsDeliveryAddress: true },
    failure: { action: 'paying', refusal: refused.refusal },
  });
});

describe('the clock', () => {
  const minuteAgo = new Date(Date.now() - 60_000).toISOString();
  const cached = {
    publicSale: [ok({ item: sale(), meta: { serverNow: minuteAgo } })],
    line: [ok(line({ serverNow: minuteAgo }))],
  };

  test('learns the time once from an uncacheable answer, never from the sale or the line', async () => {
    const serverNow = new Date(Date.now() + 5_000).toISOString();
    const { controller, clock, keysOf } = controllerOf({ ...cached, time: [ok({ serverNow })] });
    controller.start();
    await expect.poll(() => controller.store.get().line).not.toBeNull();
    controller.refreshNow();
    await expect.poll(() => keysOf('line').length).toBeGreaterThan(1);
    controller.stop();
    expect(keysOf('time')).toHaveLength(1);
    expect(clock.now()).toBeGreaterThanOrEqual(Date.parse(serverNow));
  });

  test('has no time while only cacheable answers have come', async () => {
    const { controller, clock } = controllerOf(cached);
    controller.start();
    await expect.poll(() => controller.store.get().line).not.toBeNull();
    controller.stop();
    expect(clock.now()).toBeNull();
  });
});

describe('joining', () => {
  test('a join whose answers are lost is retried under one key, so that it takes one place', async () => {
    const { controller, keysOf, kept } = controllerOf({
      buy: [offline, offline, place(waiting(4))],
      position: [place(waiting(4))],
    });
    await controller.join('ada@example.org');
    controller.stop();
    const keys = keysOf('buy');
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(controller.store.get().place?.state).toBe('waiting');
    expect(kept.get('flash.email.s1')).toMatch(/^\d+ ada@example\.org$/);
  });

  test('a join pressed again after retries gave up uses the same key', async () => {
    const { controller, keysOf } = controllerOf({ buy: [offline] });
    await controller.join('ada@example.org');
    expect(controller.store.get().failure?.refusal.code).toBe('OFFLINE');
    await controller.join('ada@example.org');
    controller.stop();
    expect(new Set(keysOf('buy')).size).toBe(1);
  });

  test('a join that is refused because many are there is repeated when the server says, under one key, until it gets a place', async () => {
    const busy = (retryAfterMs: number) => {
      const refusal = { code: 'BUSY', status: 503, retryAfterMs } as Refusal;
      return { ok: false, refusal };
    };
    const waits = Array.from({ length: 30 }, (_, one) => 1_000 + one);
    const waited: number[] = [];
    const shown: unknown[] = [];
    const { controller, keysOf } = controllerOf(
      { buy: [...waits.map(busy), place(waiting(9))] },
      {
        wait: async (ms) => {
          waited.push(ms);
          const { busy, failure } = controller.store.get();
          shown.push([busy, failure?.refusal.code]);
        },
      },
    );
    await controller.join('ada@example.org');
    controller.stop();
    expect(waited).toEqual(waits);
    expect(new Set(shown.map(String))).toEqual(new Set(['joining,BUSY']));
    expect(new Set(keysOf('buy')).size).toBe(1);
    const { busy: left, failure, place: taken } = controller.store.get();
    expect([left, failure, taken?.state]).toEqual([null, null, 'waiting']);
  });

  test('a join that is refused for many minutes because many are there is told so in the end', async () => {
    const refusal = { code: 'BUSY', status: 503, retryAfterMs: 5_000 } as Refusal;
    const { controller, keysOf } = controllerOf({ buy: [{ ok: false, refusal }] });
    await controller.join('ada@example.org');
    controller.stop();
    expect(keysOf('buy').length).toBeGreaterThan(60);
    expect(controller.store.get()).toMatchObject({ busy: null, failure: { refusal } });
  });

  test('a refused join is shown at once and not retried', async () => {
    const refusal = { code: 'ALREADY_IN_LINE', status: 409 } as Refusal;
    const { controller, keysOf } = controllerOf({ buy: [{ ok: false, refusal }] });
    await controller.join('ada@example.org');
    controller.stop();
    expect(keysOf('buy')).toHaveLength(1);
    expect(controller.store.get()).toMatchObject({ busy: null, failure: { refusal } });
  });
});

describe('a reservation', () => {
  const hold = () => place(held(1));
  const used = { code: 'HOLD_EXPIRED', status: 410 } as Refusal;

  test('is extended once, however often the answer is lost, and the page asks for its new end', async () => {
    const longer = { ...held(2), expiresAt: places.at(1_200) };
    const { controller, keysOf } = controllerOf(
      { extend: [offline, offline, ok({ ok: true })], position: [hold(), place(longer)] },
      { isPlaceExpected: true },
    );
    controller.start();
    await expect.poll(() => controller.store.get().place?.state).toBe('held');
    await controller.extend();
    await expect.poll(() => controller.store.get().place).toMatchObject(longer);
    controller.stop();
    expect(keysOf('extend')).toHaveLength(3);
    expect(new Set(keysOf('extend')).size).toBe(1);
    expect(controller.store.get()).toMatchObject({ busy: null, failure: null });
  });

  test('that cannot be extended says why and is kept', async () => {
    const { controller } = controllerOf({ extend: [{ ok: false, refusal: used }] });
    controller.store.send({ type: 'place', place: held(1) });
    await controller.extend();
    controller.stop();
    expect(controller.store.get()).toMatchObject({
      ...{ busy: null, failure: { action: 'extending', refusal: used } },
      place: { state: 'held' },
    });
  });

  test('is given back once, and the page says which unit it was', async () => {
    const { controller, keysOf } = controllerOf({ leave: [offline, ok({ ok: true })] });
    controller.store.send({ type: 'place', place: held(1) });
    await controller.leave();
    controller.stop();
    expect(new Set(keysOf('leave')).size).toBe(1);
    expect(controller.store.get()).toMatchObject({ busy: null, gaveBack: { unit: 17 } });
  });

  test('takes one action at a time: what is pressed meanwhile is not sent', async () => {
    let answer: (value: unknown) => void = () => {};
    const confirming = new Promise((resolve) => {
      answer = resolve;
    });
    const { controller, keysOf } = controllerOf({ confirm: [confirming], position: [hold()] });
    controller.store.send({ type: 'place', place: held(1) });
    const paying = controller.confirm({ paymentToken: 'one' });
    await Promise.all([
      controller.confirm({ paymentToken: 'two' }),
      controller.payWith(null, {}),
      controller.extend(),
      controller.leave(),
      controller.join('ada@example.org'),
      controller.openPlace('K7M-4QX-9HX-PRT-3NJ'),
    ]);
    answer(ok({ ok: true, orderId: 'o1' }));
    await paying;
    controller.stop();
    expect(keysOf('confirm')).toHaveLength(1);
    const others = ['extend', 'leave', 'buy', 'openByCode', 'preparePayment'];
    expect(others.flatMap(keysOf)).toEqual([]);
  });
});

describe('a sale for accounts', () => {
  const forAccounts = ok({ item: sale({ identity: 'account' }), meta: { serverNow: '' } });
  const ada = { id: 'u1', name: 'Ada', email: 'ada@example.org' };

  test('knows the place of who is signed in, and no longer after the session has ended', async () => {
    const signedOut: Answer<never> = {
      ok: false,
      refusal: { code: 'UNAUTHENTICATED', status: 401 } as Refusal,
    };
    const { controller, calls } = controllerOf({
      publicSale: [forAccounts],
      getSession: [ok({ user: ada })],
      position: [place(waiting(3)), signedOut],
    });
    controller.start();
    await expect.poll(() => controller.store.get().place?.state).toBe('waiting');
    expect(controller.store.get().user).toEqual(ada);
    controller.refreshNow();
    await expect.poll(() => controller.store.get().user).toBeNull();
    controller.stop();
    expect(controller.store.get().link).toBe('live');
    expect(calls.find(({ name }) => name === 'position')?.call).toMatchObject({
      query: { email: undefined, flashSaleId: 's1' },
    });
  });

  test('looks for the place once the visitor has signed in', async () => {
    const { controller, calls } = controllerOf({
      publicSale: [forAccounts],
      getSession: [ok({ user: null }), ok({ user: ada })],
      position: [place(waiting(3))],
    });
    controller.start();
    await expect.poll(() => controller.store.get().line).not.toBeNull();
    expect(calls.map(({ name }) => name)).not.toContain('position');
    await controller.refreshSession();
    await expect.poll(() => controller.store.get().place?.state).toBe('waiting');
    controller.stop();
  });
});

describe('while the shop does not answer', () => {
  test.each([
    ['the sale', 'publicSale'],
    ['the line', 'line'],
  ])(
    'a page that asks for %s says that the connection is lost, and that it is back',
    async (_, name) => {
      const base = {
        publicSale: ok({ item: sale(), meta: { serverNow: '' } }),
        line: ok(line()),
      };
      const { controller } = controllerOf({
        [name]: [offline, base[name as keyof typeof base]],
      });
      controller.start();
      await expect.poll(() => controller.store.get().link).toBe('lost');
      controller.refreshNow();
      await expect.poll(() => controller.store.get().line).not.toBeNull();
      controller.stop();
      expect(controller.store.get().link).toBe('live');
    },
  );

  test('a page keeps the last place it knew', async () => {
    const { controller } = controllerOf(
      { position: [place(waiting(3)), offline] },
      { isPlaceExpected: true },
    );
    controller.start();
    await expect.poll(() => controller.store.get().place?.state).toBe('waiting');
    controller.refreshNow();
    await expect.poll(() => controller.store.get().link).toBe('lost');
    controller.stop();
    expect(controller.store.get().place).toMatchObject({ state: 'waiting', position: 3 });
  });
});

describe('a place from another device', () => {
  const code = 'K7M-4QX-9HX-PRT-3NJ';

  test('is opened by its code under one key until the answer arrives, and stays in this browser', async () => {
    const { controller, keysOf, kept } = controllerOf({
      openByCode: [offline, ok({ ok: true, flashSaleId: 's1', email: 'ada@example.org' })],
      position: [place(waiting(4))],
    });
    await controller.openPlace(code);
    controller.stop();
    expect(keysOf('openByCode')).toHaveLength(2);
    expect(new Set(keysOf('openByCode')).size).toBe(1);
    expect(controller.store.get()).toMatchObject({ busy: null, place: { state: 'waiting' } });
    expect(keptAddress(kept, 's1')).toBe('ada@example.org');
  });

  test('is not opened by a code that was used before, and the refusal is shown', async () => {
    const refusal = { code: 'DEVICE_CODE_NOT_FOUND', status: 404 } as Refusal;
    const { controller } = controllerOf({ openByCode: [{ ok: false, refusal }] });
    await controller.openPlace(code);
    controller.stop();
    expect(controller.store.get()).toMatchObject({ busy: null, failure: { refusal }, email: '' });
  });
});

describe('paying', () => {
  const sold = { ...held(9), state: 'sold', orderId: 'o1', confirmedAt: null } as never;

  test('a payment is retried under one key until its outcome is known, then the order is shown', async () => {
    const pending = { ok: false, refusal: { code: 'CONFIRM_PENDING', status: 503 } };
    const { controller, keysOf } = controllerOf({
      confirm: [offline, pending, ok({ ok: true, orderId: 'o1' })],
      position: [place(sold)],
    });
    controller.store.send({ type: 'place', place: held(1) });
    await controller.confirm({ paymentToken: 'lost' });
    controller.stop();
    expect(keysOf('confirm')).toHaveLength(3);
    expect(new Set(keysOf('confirm')).size).toBe(1);
    expect(controller.store.get().place?.state).toBe('sold');
  });

  test('a payment after a decline has a new key, because it is a new payment', async () => {
    const declined = { ok: false, refusal: { code: 'PAYMENT_DECLINED', status: 402 } };
    const { controller, keysOf } = controllerOf({
      confirm: [declined],
      position: [place(held(2))],
    });
    controller.store.send({ type: 'place', place: held(1) });
    await controller.confirm({ paymentToken: 'decline' });
    await controller.confirm({ paymentToken: 'decline' });
    controller.stop();
    expect(new Set(keysOf('confirm')).size).toBe(2);
    expect(controller.store.get().place?.state).toBe('held');
  });
});

describe('an unclear answer', () => {
  const refused = (code: Refusal['code'], status: number): Answer<never> => ({
    ok: false,
    refusal: { code, status, retryAfterMs: 60_000 } as Refusal,
  });

  async function triesOf(code: Refusal['code'], status = 429): Promise<number> {
    let tries = 0;
    const send = async () => {
      tries += 1;
      return refused(code, status);
    };
    await retryWhileUnclear(send, { retries: 3, wait: async () => undefined });
    return tries;
  }

  test.each(['TOO_MANY_PLACES', 'REJOIN_LATER'] as const)(
    'the buyer sees %s at once instead of after a minute of retries',
    async (code) => {
      expect(await triesOf(code)).toBe(1);
    },
  );

  test('a rate-limited request is retried', async () => {
    expect(await triesOf('RATE_LIMITED')).toBe(4);
  });

  test('a success that cannot be read is retried, because its request may have had no effect', async () => {
    expect(await triesOf('UNREADABLE', 200)).toBe(4);
    expect(await triesOf('UNREADABLE', 404)).toBe(1);
  });
});

describe('a place that was taken before the page had started', () => {
  test('is looked for once without an address, which the answer then gives and the browser keeps', async () => {
    const answer = ok({ ...waiting(3), email: 'ada@example.org' });
    const { controller, kept, calls } = controllerOf(
      { position: [answer] },
      { isPlaceExpected: true },
    );
    controller.start();
    await expect.poll(() => controller.store.get().place?.state).toBe('waiting');
    controller.stop();
    expect(controller.store.get().email).toBe('ada@example.org');
    expect(keptAddress(kept, 's1')).toBe('ada@example.org');
    expect(calls.find(({ name }) => name === 'position')?.call).toMatchObject({
      query: { email: undefined, flashSaleId: 's1' },
    });
  });

  test('is not looked for by a visitor who has taken none', async () => {
    const { controller, calls } = controllerOf({ position: [place(waiting(3))] });
    controller.start();
    await expect.poll(() => controller.store.get().line).not.toBeNull();
    controller.stop();
    expect(calls.map(({ name }) => name)).not.toContain('position');
  });
});

test('a sale that does not exist is not a lost connection, and its page looks for it seldom', async () => {
  const notFound: Answer<never> = {
    ok: false,
    refusal: { code: 'SALE_NOT_FOUND', status: 404 } as Refusal,
  };
  const { controller, calls } = controllerOf({
    publicSale: [ok({ item: null, meta: { serverNow: '' } })],
    line: [notFound],
  });
  controller.start();
  await expect.poll(() => controller.store.get().isMissing).toBe(true);
  controller.refreshNow();
  await expect.poll(() => calls.filter(({ name }) => name === 'publicSale').length).toBe(2);
  controller.stop();
  expect(controller.store.get().link).toBe('live');
  expect(calls.map(({ name }) => name)).not.toContain('line');
  expect(nextPollDelayMs(controller.store.get(), null, false)).toBeGreaterThanOrEqual(15_000);
});

describe('a payment that the provider authorises in the browser', () => {
  const sold = ok(places.sold());
  const refused = (code: string, status = 402): Answer<never> => ({
    ok: false,
    refusal: { code, status } as Refusal,
  });
  const prepared = (isAuthorised = false) =>
    ok({ provider: 'stripe', paymentId: 'p1', clientSecret: 's', isAuthorised });
  const onHold = async (scripts: Record<string, unknown[]>) => {
    const built = controllerOf({ position: [sold], ...scripts });
    built.controller.store.send({ type: 'place', place: held() });
    return built;
  };
  const seen: (string | null)[] = [];

  test('is confirmed under its own id, and the page says where the buyer is meanwhile', async () => {
    const { controller, calls } = await onHold({ preparePayment: [prepared()], confirm: [ok({})] });
    const { store } = controller;
    await controller.payWith(async ({ clientSecret }) => {
      seen.push(clientSecret);
      expect(store.get()).toMatchObject({ busy: 'paying', isAtProvider: true });
      expect(controller.isPaymentOpen()).toBe(true);
      return null;
    }, {});
    controller.stop();
    expect(seen).toEqual(['s']);
    expect(calls.find(({ name }) => name === 'confirm')?.call).toMatchObject({
      body: { paymentToken: 'p1' },
    });
    expect(store.get()).toMatchObject({
      busy: null,
      isAtProvider: false,
      place: { state: 'sold' },
    });
    expect(controller.isPaymentOpen()).toBe(false);
  });

  test('keeps the hold and says why when the card was declined', async () => {
    const { controller, keysOf } = await onHold({
      preparePayment: [prepared()],
      position: [ok(held())],
    });
    await controller.payWith(async () => 'CARD_FUNDS', {});
    controller.stop();
    expect(controller.store.get()).toMatchObject({
      busy: null,
      isAtProvider: false,
      failure: { action: 'paying', refusal: { code: 'CARD_FUNDS' } },
    });
    expect(keysOf('confirm')).toEqual([]);
  });

  test('goes on when the answer of the provider was lost and the shop knows that it was a yes', async () => {
    const { controller, keysOf } = await onHold({
      preparePayment: [prepared(), prepared(true)],
      confirm: [ok({})],
    });
    await controller.payWith(async () => 'PROVIDER_SILENT', {});
    controller.stop();
    expect(keysOf('confirm')).toHaveLength(1);
    expect(controller.store.get().place?.state).toBe('sold');
  });

  test.each(['CONFIRM_IN_PROGRESS', 'ALREADY_BOUGHT'])(
    'is bought, not failed, when the message of the provider made the order first: %s',
    async (code) => {
      const { controller } = await onHold({
        preparePayment: [prepared()],
        confirm: [refused(code, 409)],
        position: [ok(places.claimed()), sold],
      });
      await controller.payWith(async () => null, {});
      controller.stop();
      const { place, failure, triedAgain, isBoughtHere } = controller.store.get();
      expect([place?.state, failure, triedAgain, isBoughtHere]).toEqual([
        ...['sold', null, false, true],
      ]);
    },
  );

  test('that is found again is confirmed only if it was authorised, and else left alone', async () => {
    const first = await onHold({ preparePayment: [prepared()], position: [ok(held())] });
    await first.controller.payWith(null, {});
    first.controller.stop();
    expect(first.keysOf('confirm')).toEqual([]);
    expect(first.controller.store.get()).toMatchObject({ busy: null, failure: null });
    const second = await onHold({ preparePayment: [prepared(true)], confirm: [ok({})] });
    await second.controller.payWith(null, {});
    second.controller.stop();
    expect(second.keysOf('confirm')).toHaveLength(1);
  });
});
