import { waitFor } from '@flash/testing';

export interface Answer {
  status: number;
  body: Body;
}

/** JSON as it came. */
type Body = Record<string, unknown>;

const SHOP = 'http://localhost:4201';
/** An account that is made from here may become a member of the team. */
const TEAM_SITE = 'http://localhost:4200';

/** A client with a cookie jar, which uses the API over HTTP as clients of v1 do. */
export function createClient(
  url: string,
  known: { cookie?: string; token?: string; origin?: string } = {},
) {
  const { origin = TEAM_SITE } = known;
  const jar = new Map<string, string>();
  for (const pair of known.cookie?.split('; ') ?? []) {
    const at = pair.indexOf('=');
    if (at > 0) {
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }
  let token = known.token;

  async function send(method: string, path: string, body?: object): Promise<Answer> {
    const cookie = cookieOf(jar);
    const headers = {
      // Node's own fetch says Sec-Fetch-Mode, which older versions took for a browser elsewhere.
      origin,
      ...(body && { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : cookie && { cookie }),
    };
    const payload = body ? JSON.stringify(body) : null;
    const answer = await fetch(`${url}${path}`, { method, headers, body: payload });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return { status: answer.status, body: (await answer.json().catch(() => ({}))) as Body };
  }

  return {
    get: (path: string) => send('GET', path),
    post: (path: string, body: object = {}) => send('POST', path, body),
    put: (path: string, body: object) => send('PUT', path, body),
    delete: (path: string) => send('DELETE', path),
    use(given: string) {
      token = given;
    },
    cookie: () => cookieOf(jar),
  };
}

function cookieOf(jar: ReadonlyMap<string, string>): string {
  return Array.from(jar, ([name, value]) => `${name}=${value}`).join('; ');
}

export type Client = ReturnType<typeof createClient>;

/** A buyer of one sale: a guest by the cookie of the ticket, a member by the token of a session. */
export function createBuyer(
  url: string,
  saleId: string,
  email: string,
  known: { cookie?: string; token?: string } = {},
) {
  const client = createClient(url, known);
  const about = { email, flashSaleId: saleId };
  const query = `?email=${encodeURIComponent(email)}&flashSaleId=${saleId}`;
  return {
    email,
    cookie: client.cookie,
    buy: () => client.post('/orders/buy', about),
    confirm: () => client.post('/orders/confirm', about),
    leave: () => client.post('/orders/leave', about),
    extend: () => client.post('/orders/extend', about),
    position: () => client.get(`/orders/position${query}`),
    orders: () => client.get(`/orders/by-email${query}`),
    /** Polls as clients do, until the answer is as wanted. */
    async becomes(what: Body): Promise<Answer> {
      return waitFor(
        async () => {
          const answer = await client.get(`/orders/position${query}`);
          const isSo = Object.entries(what).every(([name, value]) => answer.body[name] === value);
          return isSo ? answer : null;
        },
        { timeoutMs: 30_000, intervalMs: 50, what: `${email} to be ${JSON.stringify(what)}` },
      );
    },
  };
}

const PASSWORD = 'correct horse';

/** The token of a session of an account that `signUp` made. */
export async function signIn(url: string, email: string): Promise<string> {
  const answer = await createClient(url).post('/api/auth/sign-in/email', {
    email,
    password: PASSWORD,
  });
  if (answer.status !== 200) {
    throw new Error(`sign-in: ${JSON.stringify(answer.body)}`);
  }
  return String(answer.body.token);
}

export async function signUp(url: string, name: string, origin = SHOP): Promise<string> {
  const account = { name, email: `${name.toLowerCase()}@example.org`, password: PASSWORD };
  const { status, body } = await createClient(url, { origin }).post(
    '/api/auth/sign-up/email',
    account,
  );
  if (status !== 200) {
    throw new Error(`sign-up: ${JSON.stringify(body)}`);
  }
  return String(body.token);
}

export async function signUpTeam(url: string): Promise<Client> {
  return createClient(url, { token: await signUp(url, 'Olga', TEAM_SITE) });
}
