import { type Answer, createBuyer, createClient } from './test-client.ts';

/** What a client of v1 was answered, by what it asked for. */
export type V1Answers = Record<string, Answer>;

/** Asks everything that clients of v1 ask, in an order in which each answer is certain. */
export async function playV1(url: string): Promise<V1Answers> {
  const answers: V1Answers = {};
  const keep = (name: string, answer: Answer) => {
    answers[name] = answer;
    return answer;
  };
  const email = `v1-${Date.now()}@example.org`;
  const account = { name: 'Vera', email, password: 'correct horse' };
  const team = createClient(url);
  keep('sign up', await team.post('/api/auth/sign-up/email', account));
  const { body: session } = keep('sign in', await team.post('/api/auth/sign-in/email', account));
  team.use(String(session.token));
  keep('session', await team.get('/api/auth/get-session'));
  keep('health', await team.get('/health'));

  const startsAt = new Date(Date.now() - 60_000).toISOString();
  const endsAt = new Date(Date.now() + 3_600_000).toISOString();
  const about = { name: 'Night Runner', description: 'Shoes', startsAt, endsAt };
  const made = await team.post('/flash-sales', {
    ...about,
    startingQuantity: 1,
    pricePerUnit: 9.5,
  });
  keep('create a sale', made);
  const id = String(made.body.id);
  keep('list sales', await team.get('/flash-sales?page=1&pageSize=5'));
  keep('read a sale', await team.get(`/flash-sales/${id}`));
  const visitor = createClient(url);
  keep('public sale', await visitor.get(`/flash-sales/public/sale?flashSaleId=${id}`));
  keep('unknown public sale', await visitor.get('/flash-sales/public/sale?flashSaleId=none'));

  const [ada, bob] = ['ada', 'bob'].map((name) => createBuyer(url, id, `${name}@example.org`));
  if (!ada || !bob) {
    throw new Error('two buyers');
  }
  keep('position without a place', await ada.position());
  await ada.buy();
  keep('position of a holder', await ada.becomes({ hasActiveHold: true }));
  keep('buy of a holder', await ada.buy());
  keep('buy behind a holder', await bob.buy());
  keep('buy again', await bob.buy());
  keep('position in line', await bob.position());
  keep('confirm without a hold', await bob.confirm());
  keep('confirm', await ada.confirm());
  keep('confirm again', await ada.confirm());
  keep('buy of an owner', await ada.buy());
  keep('position of an owner', await ada.position());
  keep('own orders', await ada.orders());
  keep('orders of others', await createBuyer(url, id, 'ada@example.org').orders());
  const late = createBuyer(url, id, 'late@example.org');
  keep('buy when sold out', await late.buy());
  keep('buy in an unknown sale', await createBuyer(url, 'none', 'ada@example.org').buy());
  keep('buy without an address', await visitor.post('/orders/buy', { flashSaleId: id }));

  keep('orders of the team', await team.get(`/orders/admin/list-admin?flashSaleId=${id}&limit=10`));
  keep('queue', await team.get(`/orders/admin/queue/overview?flashSaleId=${id}`));
  keep('members of the queue', await team.get(`/orders/admin/queue/members?flashSaleId=${id}`));
  keep('audit of the queue', await team.get(`/orders/admin/queue/audit?flashSaleId=${id}`));
  keep('sales without rights', await visitor.get('/flash-sales'));
  keep('edit a sale', await team.put(`/flash-sales/${id}`, { ...about, name: 'Day Runner' }));
  keep('delete a sale with orders', await team.delete(`/flash-sales/${id}`));
  const spare = await team.post('/flash-sales', { ...about, startingQuantity: 1 });
  keep('delete a sale', await team.delete(`/flash-sales/${spare.body.id}`));
  keep('sign out', await team.post('/api/auth/sign-out'));
  keep('wrong password', await visitor.post('/api/auth/sign-in/email', { email, password: 'no' }));
  return answers;
}

/** Values that clients of v1 act on; of others only the kind is fixed. */
const telling =
  /(?:^|\.)(?:ok|queued|status|code|position|size|hasActiveHold|soldOut|remaining|starting|ratio|updated|deleted|total|page|limit|name|startingQuantity|currentQuantity|pricePerUnit|paymentStatus|totalAmount)$/;

/** What of these answers differs from what was recorded; what is new beside it is no difference. */
export function differencesFrom(recorded: V1Answers, now: V1Answers): string[] {
  return Object.entries(recorded).flatMap(([name, was]) => {
    const is = now[name];
    if (!is) {
      return [`${name}: not asked`];
    }
    return compare(`${name}: status`, was.status, is.status).concat(
      compare(`${name}: `, was.body, is.body),
    );
  });
}

function compare(path: string, was: unknown, is: unknown): string[] {
  if (Array.isArray(was) && Array.isArray(is)) {
    return was.length === 0 ? [] : compare(`${path}[0]`, was[0], is[0]);
  }
  if (was !== null && is !== null && typeof was === 'object' && typeof is === 'object') {
    return Object.entries(was).flatMap(([key, part]) =>
      compare(`${path}.${key}`, part, (is as Record<string, unknown>)[key]),
    );
  }
  const isSame = telling.test(path) ? was === is : kindOf(was) === kindOf(is);
  return isSame || was === null || is === null ? [] : [`${path} was ${was}, is ${is}`];
}

const kindOf = (value: unknown) => (Array.isArray(value) ? 'list' : typeof value);
