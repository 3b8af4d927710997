import {
  type Answer,
  createClient,
  createHttp,
  initialPurchase,
  type Purchase,
  routes,
} from '@flash/client';
import { isId } from '@flash/shared-utils';
import { apiBase } from '../../lib/api-base.server.ts';

const TIMEOUT_MS = 5_000;

/**
 * Headers that identify the reader and the origin of the request. The API uses the addresses only if it
 * trusts this server (`TRUSTED_PROXIES`); otherwise all readers of plain pages count as one.
 */
const FORWARDED_HEADERS = ['cookie', 'origin', 'sec-fetch-site', 'x-forwarded-for'];

/** The API on behalf of one reader: sends their cookies, and returns those that the API sets. */
export function shopOf(reader: Headers) {
  const setCookies: string[] = [];
  const send: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    for (const name of FORWARDED_HEADERS) {
      const value = reader.get(name);
      if (value) {
        headers.set(name, value);
      }
    }
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(input, { ...init, headers, signal, cache: 'no-store' });
    setCookies.push(...response.headers.getSetCookie());
    return response;
  };
  return { shop: createClient(createHttp(apiBase(), send), routes), setCookies };
}

type PlainShop = ReturnType<typeof shopOf>['shop'];

export const valueOrNull = <Value>(answer: Answer<Value>): Value | null =>
  answer.ok ? answer.value : null;

/** Loads a sale and the reader's place in it, in parallel. */
export async function loadPurchase(shop: PlainShop, id: string): Promise<Purchase> {
  const [sale, line, place] = await Promise.all([
    shop.publicSale({ query: { flashSaleId: id } }),
    shop.line({ params: { id } }),
    shop.position({ query: { flashSaleId: id } }),
  ]);
  const isMissing = sale.ok ? sale.value.item === null : sale.refusal.status === 404;
  const isForAccounts = valueOrNull(sale)?.item?.identity === 'account';
  const session = isForAccounts ? valueOrNull(await shop.getSession()) : null;
  return {
    ...initialPurchase,
    sale: valueOrNull(sale)?.item ?? null,
    isMissing,
    hasMail: valueOrNull(sale)?.meta.mail === true,
    payment: valueOrNull(sale)?.meta.payment ?? null,
    line: valueOrNull(line),
    place: valueOrNull(place),
    user: session?.user ?? null,
    link: sale.ok || isMissing ? 'live' : 'lost',
  };
}

/** Sends a form to the API; returns the code of the refusal, or null on success. */
export async function submitForm(
  shop: PlainShop,
  id: string,
  form: FormData,
): Promise<string | null> {
  const field = (name: string) => String(form.get(name) ?? '').trim();
  const key = isId(field('key')) ? field('key') : undefined;
  const body = { flashSaleId: id };
  const account = { email: field('email'), password: String(form.get('password') ?? '') };
  const answer = await send();
  if (!answer) {
    return null;
  }
  if (!answer.ok) {
    return answer.refusal.code;
  }
  return 'twoFactorRedirect' in answer.value ? 'SECOND_STEP' : null;

  async function send() {
    switch (field('do')) {
      case 'join':
        return shop.buy({ body: { ...body, email: field('email') || undefined }, key });
      case 'confirm':
        return shop.confirm({ body, key });
      case 'extend':
        return shop.extend({ body, key });
      case 'leave':
        return shop.leave({ body, key });
      case 'signIn':
        return shop.signIn({ body: account });
      case 'signUp':
        return shop.signUp({ body: { ...account, name: field('name') } });
      case 'signOut':
        return shop.signOut({});
      default:
        return null;
    }
  }
}
