import { isId } from '@flash/shared-utils';
import { type Answer, createClient, createHttp } from '@flash/web';
import { apiBase } from '../../lib/api-base.server.ts';
import { routes } from '../../lib/shop/shop-api.ts';
import { nothingYet, type Purchase } from '../purchase/state/purchase.ts';

const TIMEOUT_MS = 5_000;

/**
 * Who the reader is and where the request came from. The API believes the addresses only if it was
 * told to trust this server (`TRUSTED_PROXIES`); else all readers of plain pages count as one.
 */
const passedOn = ['cookie', 'origin', 'sec-fetch-site', 'x-forwarded-for'];

/** The API on behalf of one reader: their cookies go there, and what it sets comes back. */
export function shopOf(reader: Headers) {
  const setCookies: string[] = [];
  const send: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    for (const name of passedOn) {
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

export const given = <Value>(answer: Answer<Value>): Value | null =>
  answer.ok ? answer.value : null;

/** What is known of a sale and of the reader's place in it, all asked at once. */
export async function look(shop: PlainShop, id: string): Promise<Purchase> {
  const [sale, line, place] = await Promise.all([
    shop.publicSale({ query: { flashSaleId: id } }),
    shop.line({ params: { id } }),
    shop.position({ query: { flashSaleId: id } }),
  ]);
  const isMissing = sale.ok ? sale.value.item === null : sale.refusal.status === 404;
  const isForAccounts = given(sale)?.item?.identity === 'account';
  const session = isForAccounts ? given(await shop.getSession()) : null;
  return {
    ...nothingYet,
    sale: given(sale)?.item ?? null,
    isMissing,
    line: given(line),
    place: given(place),
    user: session?.user ?? null,
    link: sale.ok || isMissing ? 'live' : 'lost',
  };
}

/** Does what a form asked for; the code of a refusal, or null when it worked. */
export async function act(shop: PlainShop, id: string, form: FormData): Promise<string | null> {
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
