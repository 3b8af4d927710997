import {
  createFakeProvider,
  type FakeAnswer,
  type FakeEvent,
  type FakeProvider,
  signEvent,
} from '@flash/testing';
import Stripe from 'stripe';
import type { Doc } from '../stores/mongo-query.ts';
import type { Api } from './api.ts';
import { CALM } from './scheduler.ts';
import type { World } from './world.ts';

/** Payments that buyers authorise by themselves, at a provider that tells of them by messages. */
export interface Provider {
  fake: FakeProvider;
  httpClient: Stripe.HttpClient;
}

export const WEBHOOK_SECRET = 'whsec_sim';

/** A request fails at the provider, or is one too many. */
const FAILED = 0.02;
const BUSY = 0.02;

/** The provider's own library, on wires of the history. */
class SimulatedHttp extends Stripe.HttpClient {
  private readonly world: World;
  private readonly fake: FakeProvider;

  constructor(world: World, fake: FakeProvider) {
    super();
    this.world = world;
    this.fake = fake;
  }

  override getClientName(): string {
    return 'sim';
  }

  override async makeRequest(
    ...[, , path, method, headers, body]: Parameters<Stripe.HttpClient['makeRequest']>
  ): Promise<Stripe.HttpClientResponse> {
    const { scheduler, random } = this.world;
    const lower = Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      String(value),
    ]);
    const request = { method, path, headers: Object.fromEntries(lower), body: body ?? '' };
    const answer = await scheduler.ask({
      name: 'payment',
      wire: 'provider',
      text: () => `${method} ${path}`,
      work: (): FakeAnswer => {
        if (scheduler.weather !== CALM && random.chance(FAILED)) {
          return this.fake.fail(request);
        }
        if (scheduler.weather !== CALM && random.chance(BUSY)) {
          return {
            status: 429,
            body: { error: { type: 'invalid_request_error', code: 'rate_limit' } },
          };
        }
        return this.fake.handle(request);
      },
      failure: () => Stripe.HttpClient.makeTimeoutError(),
    });
    return new SimulatedResponse(answer);
  }
}

class SimulatedResponse extends Stripe.HttpClientResponse {
  private readonly body: object;

  constructor({ status, body, headers = {} }: FakeAnswer) {
    super(status, headers);
    // As it is now: the provider changes it later.
    this.body = JSON.parse(JSON.stringify(body)) as object;
  }

  override getRawResponse(): unknown {
    return this.body;
  }

  override toJSON(): Promise<object> {
    return Promise.resolve(this.body);
  }
}

export function createProvider(world: World): Provider {
  const fake = createFakeProvider({ now: () => world.scheduler.now() });
  return { fake, httpClient: new SimulatedHttp(world, fake) };
}

/** Its messages get lost, come twice, late, and in another order; one that is refused comes again. */
export function deliverEvents(
  { scheduler, random }: World,
  fake: FakeProvider,
  apis: readonly Api[],
) {
  const sender = scheduler.spawn('provider');

  async function send(payload: string, tries: number): Promise<void> {
    const api = random.pick(apis);
    try {
      const signature = signEvent(payload, [WEBHOOK_SECRET], scheduler.now());
      await scheduler.request((api as Api).process, () => (api as Api).tell(payload, signature));
    } catch {
      if (tries > 1) {
        await scheduler.sleep(sender, 500 + random.below(4_000));
        await send(payload, tries - 1);
      }
    }
  }

  fake.onEvent((event: FakeEvent) => {
    const isCalm = scheduler.weather === CALM;
    if (!isCalm && random.chance(0.3)) {
      return;
    }
    const payload = JSON.stringify(event);
    const times = random.chance(0.3) ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const afterMs = random.chance(0.3) ? random.below(9_000) : random.below(300);
      scheduler.post(sender, () => void send(payload, 4), afterMs);
    }
  });
}

interface Money {
  state: string;
  /** Of the hold that it was prepared for. */
  fence?: string | undefined;
}

/** Each payment by the attempt that took it, in the words of the sandbox; `open`: it can still be authorised. */
export function moneyOf({ mongo, provider, payments, saleId }: World): Map<string, Money> {
  const all = new Map<string, Money>(payments);
  if (!provider) {
    return all;
  }
  const docs = new Map(mongo.find('preparedpayments', {}, {}).map((doc) => [String(doc._id), doc]));
  for (const { metadata, status, amount, refunds, id } of provider.fake.intents.values()) {
    const doc: Doc | undefined = docs.get(metadata.payment ?? '');
    const isOwn = doc && (doc.intentId === id || doc.intentId === null);
    const name =
      isOwn && typeof doc.attempt === 'number' ? `${saleId}:${doc.attempt}` : `unused ${id}`;
    const back = refunds.reduce((sum, one) => sum + one.amount, 0);
    const states = {
      requires_capture: 'authorised',
      canceled: 'cancelled',
      succeeded: back >= amount ? 'refunded' : 'captured',
    };
    const state = status in states ? states[status as keyof typeof states] : 'open';
    all.set(name, { state, fence: metadata.fence });
  }
  return all;
}
